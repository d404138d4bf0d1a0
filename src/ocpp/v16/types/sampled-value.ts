import * as z from 'zod';

import { lazy } from '../../lazy.ts';

/** ReadingContext (OCPP 1.6 7.38); absent means `Sample.Periodic`. */
export const readingContext = lazy(() =>
  z.enum([
    'Interruption.Begin',
    'Interruption.End',
    'Other',
    'Sample.Clock',
    'Sample.Periodic',
    'Transaction.Begin',
    'Transaction.End',
    'Trigger',
  ]),
);
export type ReadingContext = z.infer<ReturnType<typeof readingContext>>;

/** ValueFormat (OCPP 1.6 7.50); absent means `Raw`. */
export const valueFormat = lazy(() => z.enum(['Raw', 'SignedData']));
export type ValueFormat = z.infer<ReturnType<typeof valueFormat>>;

/** Measurand (OCPP 1.6 7.31); absent means `Energy.Active.Import.Register`. */
export const measurand = lazy(() =>
  z.enum([
    'Current.Export',
    'Current.Import',
    'Current.Offered',
    'Energy.Active.Export.Interval',
    'Energy.Active.Export.Register',
    'Energy.Active.Import.Interval',
    'Energy.Active.Import.Register',
    'Energy.Reactive.Export.Interval',
    'Energy.Reactive.Export.Register',
    'Energy.Reactive.Import.Interval',
    'Energy.Reactive.Import.Register',
    'Frequency',
    'Power.Active.Export',
    'Power.Active.Import',
    'Power.Factor',
    'Power.Offered',
    'Power.Reactive.Export',
    'Power.Reactive.Import',
    'RPM',
    'SoC',
    'Temperature',
    'Voltage',
  ]),
);
export type Measurand = z.infer<ReturnType<typeof measurand>>;

/** Phase (OCPP 1.6 7.37); absent means the value is of all phases together. */
export const phase = lazy(() =>
  z.enum(['L1', 'L2', 'L3', 'N', 'L1-N', 'L2-N', 'L3-N', 'L1-L2', 'L2-L3', 'L3-L1']),
);
export type Phase = z.infer<ReturnType<typeof phase>>;

/** Location (OCPP 1.6 7.30); absent means `Outlet`. */
export const location = lazy(() => z.enum(['Body', 'Cable', 'EV', 'Inlet', 'Outlet']));
export type Location = z.infer<ReturnType<typeof location>>;

/** UnitOfMeasure (OCPP 1.6 7.48); absent means `Wh`. Both spellings of Celsius are to be accepted (OCPP-J errata). */
export const unitOfMeasure = lazy(() =>
  z.enum([
    'A',
    'Celcius',
    'Celsius',
    'Fahrenheit',
    'K',
    'kVA',
    'kvar',
    'kvarh',
    'kW',
    'kWh',
    'Percent',
    'V',
    'VA',
    'var',
    'varh',
    'W',
    'Wh',
  ]),
);
export type UnitOfMeasure = z.infer<ReturnType<typeof unitOfMeasure>>;

/** SampledValue (OCPP 1.6 7.43). With `value` alone it is the active import register in Wh. */
export const sampledValue = lazy(() =>
  z.strictObject({
    value: z.string(),
    context: readingContext().optional(),
    format: valueFormat().optional(),
    measurand: measurand().optional(),
    phase: phase().optional(),
    location: location().optional(),
    unit: unitOfMeasure().optional(),
  }),
);
export type SampledValue = z.infer<ReturnType<typeof sampledValue>>;
