import * as z from 'zod';

import { lazy } from '../../lazy.ts';

/** ChargePointErrorCode (OCPP 1.6 7.6). */
export const chargePointErrorCode = lazy(() =>
  z.enum([
    'ConnectorLockFailure',
    'EVCommunicationError',
    'GroundFailure',
    'HighTemperature',
    'InternalError',
    'LocalListConflict',
    'NoError',
    'OtherError',
    'OverCurrentFailure',
    'OverVoltage',
    'PowerMeterFailure',
    'PowerSwitchFailure',
    'ReaderFailure',
    'ResetFailure',
    'UnderVoltage',
    'WeakSignal',
  ]),
);
export type ChargePointErrorCode = z.infer<ReturnType<typeof chargePointErrorCode>>;
