/** What each anomaly of metering means, in words for an operator. The names are the keys of this record. */
export const ENERGY_ANOMALY_MEANINGS = {
  // one sample
  invalidSampleValue:
    'A sample carried a value that is no number (empty, NaN, a decimal comma): it is kept as sent and not used.',
  unknownMeasurand:
    'A sample named a measurand that OCPP 1.6 does not know: it is kept as sent and not used.',
  unknownUnit: 'A sample named a unit that OCPP 1.6 does not know: it is kept as sent and not used.',
  unknownSampleField:
    'A sample named a phase, location, context or format that OCPP 1.6 does not know: it is kept as sent and not used.',
  unitMismatch:
    'A sample had a unit that cannot belong to its measurand. Wh on anything but energy is taken for the default unit of the measurand; any other mismatch is kept as sent and not used.',
  sampleWithoutTime: 'Samples came without a readable time: the time of receipt stands in.',
  clockNotSet:
    'Samples were stamped before the charger had set its clock (1970): the time of receipt stands in.',
  sampleFromFuture:
    'Samples were stamped more than five minutes ahead of this system: the clock of the charger is wrong.',
  tooManySamples:
    'A message had more than 2,000 sampled values: the first and the last thousand are read, all are kept as sent.',
  // to whom samples belong
  meterValuesWithoutTransaction:
    'Meter values named no transaction although one was running on the connector: they were added to that one.',
  meterValuesUnknownTransaction:
    'Meter values named a transaction that does not exist (0, -1 or a strange number): they were added to the one that ran on the connector, else kept with the connector.',
  meterValuesWrongConnector:
    'Meter values named a transaction of another connector than their own: the transaction was believed.',
  meterValuesWithoutConnector: 'Meter values named no connector.',
  meterValuesAfterStop:
    'Meter values named a transaction that had ended long before: they were kept with the connector, and the transaction stays closed.',
  // the meter readings of a transaction
  meterStartUnknown:
    'The transaction began without a usable meter reading (missing or -1): its energy is counted from its first sample.',
  meterStopMissing:
    'The transaction ended without a usable meter reading (none, or -1): its energy is estimated from its last sample.',
  meterStopZero:
    'The transaction ended with the meter reading 0 although its samples show energy: the energy is estimated from them.',
  meterStopBelowStart:
    'The final meter reading lies below the first one: energy is what the samples show, or 0 without samples.',
  meterStopBelowLastSample:
    'The final meter reading lies below a reading that was sampled before it: the final reading was believed.',
  meterFractional: 'A meter reading of the transaction had a fraction of a Wh: it was rounded.',
  meterStartOtherScale:
    'The first meter reading does not belong to the register that samples and the final reading show: energy is counted from the first sample.',
  // the series of a transaction
  meterReset:
    'The energy register fell back while the transaction ran: energy before and after the fall was added up, unless the final reading showed the register back on its old course.',
  meterOutlier: 'A stray reading that left the course of the register and came back was ignored.',
  samplesOnOtherScale:
    'The samples count on another scale than the meter readings of the transaction (for instance from 0 for each session): they were counted from their own first reading.',
  phasesSummed: 'The charger reports energy by phase only: the phases were added up.',
  intervalEnergyOnly:
    'The charger reports energy by interval only, no register: the intervals were added up.',
  invalidSoc: 'A state of charge outside 0 to 100 percent was ignored.',
  // between transactions
  unaccountedEnergy:
    'The meter of a connector moved between two transactions: energy flowed that no transaction has.',
} as const;

/** The name of something odd in a charger's metering. */
export type EnergyAnomaly = keyof typeof ENERGY_ANOMALY_MEANINGS;

/** One occurrence of an anomaly in what a charger sent, with the text that showed it. */
export interface SampleFlag {
  name: EnergyAnomaly;
  example: string;
}
