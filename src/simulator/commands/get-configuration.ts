import { messages } from '../../ocpp/v16/messages/index.ts';
import { CONFIGURATION_KEYS, findKey, isReadonly, isWriteOnly, valueOf } from '../configuration.ts';
import { defineCommand } from './command.ts';

/** The keys asked for, or all; names it does not know come back as unknown (OCPP 1.6 5.8). */
export const getConfiguration = defineCommand(messages.GetConfiguration, (charger, request) => {
  const asked = request.key ?? [];
  const keys =
    asked.length === 0 ? CONFIGURATION_KEYS : asked.map(findKey).filter((key) => key !== undefined);
  const unknownKey = asked.filter((name) => findKey(name) === undefined);
  return {
    confirmation: {
      configurationKey: keys.map((key) => ({
        key,
        readonly: isReadonly(key),
        ...(isWriteOnly(key) ? {} : { value: valueOf(charger.configuration, key) }),
      })),
      ...(unknownKey.length === 0 ? {} : { unknownKey }),
    },
  };
});
