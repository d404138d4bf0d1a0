import { readChargerTime, toldTime } from '../../domain/charger-time.ts';
import { expireRemoteStarts } from '../../domain/command.ts';
import { decideStatus, isMeaningless, meaningfulText } from '../../domain/connector.ts';
import type { Flag } from '../../domain/flag.ts';
import { terminateReservations } from '../../domain/reservation.ts';
import { toIsoTime } from '../../lib/time.ts';
import { StatusNotification } from '../../ocpp/v16/messages/core/status-notification.ts';
import { checkConnectorCount } from '../configuration.ts';
import { defineHandler } from '../handler.ts';
import { noteListConflict } from '../local-list.ts';
import { changeReservations } from '../reservations.ts';
import { readOpenCommands, writeCommand } from '../store/commands.ts';
import { hasRoomFor, readConnector, writeConnector } from '../store/connectors.ts';
import { readOpenReservations } from '../store/reservations.ts';
import { readTransactionOn } from '../store/transactions.ts';

/** A connector's status (OCPP 1.6 4.9). One that changes nothing writes nothing. */
export const statusNotification = defineHandler(StatusNotification, {
  handle: ({ request, receivedAt }, { sql }) => {
    const { connectorId, status, errorCode, info, vendorId, vendorErrorCode, timestamp } = request;
    const before = readConnector(sql, connectorId);
    const time = readChargerTime(timestamp, receivedAt);
    // The time is that of the status: one that has lasted, as after a boot, is told with an old one.
    const clock = toldTime(time.at, before === null || before.status === status);
    if (before === null && !hasRoomFor(sql, connectorId)) {
      const flag = { name: 'tooManyConnectors' as const, example: String(connectorId) };
      return { confirmation: {}, flags: [...time.flags, flag], ...clock };
    }
    const decision = decideStatus(
      before,
      {
        connectorId,
        status,
        errorCode,
        info: meaningfulText(info),
        vendorId: meaningfulText(vendorId),
        vendorErrorCode: meaningfulText(vendorErrorCode),
        at: time.at ?? receivedAt,
      },
      {
        isTransactionOpen: readTransactionOn(sql, connectorId) !== undefined,
      },
    );
    const meaningless = [info, vendorId, vendorErrorCode].find(isMeaningless);
    const flags: Flag[] = [
      ...time.flags,
      ...(meaningless === undefined ? [] : [{ name: 'meaninglessText' as const, example: meaningless }]),
      ...decision.flags,
    ];
    if (!decision.hasChanged) return { confirmation: {}, flags, ...clock };
    const { connector } = decision;
    writeConnector(sql, connector);
    if (before === null) flags.push(...checkConnectorCount(sql, { isReporting: true }));
    if (before !== null && before.status !== connector.status && connector.status === 'Available') {
      for (const command of expireRemoteStarts(readOpenCommands(sql), connectorId))
        writeCommand(sql, command);
    }
    if (connector.errorCode === 'LocalListConflict') noteListConflict(sql);
    const terminated = terminateReservations(readOpenReservations(sql), connector, receivedAt);
    return {
      confirmation: {},
      flags,
      ...clock,
      events: [
        ...changeReservations(sql, terminated),
        {
          event: 'connector.status_changed',
          data: {
            connectorId,
            status: connector.status,
            previousStatus: before?.status ?? null,
            errorCode: connector.errorCode,
            info: connector.info,
            vendorErrorCode: connector.vendorErrorCode,
            since: toIsoTime(connector.since),
          },
        },
      ],
    };
  },
});
