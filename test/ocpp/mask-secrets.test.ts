import { describe, expect, test } from 'vitest';
import { maskSecrets } from '../../src/ocpp/mask-secrets.ts';

describe('secrets in frames (OCPP-J 6.2)', () => {
  test.each([
    [
      '[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"4f43415f"}]',
      '[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"***"}]',
    ],
    [
      '[2,"1","ChangeConfiguration",{"value":"with \\"quotes\\"", "key" : "authorizationkey"}]',
      '[2,"1","ChangeConfiguration",{"value":"***", "key" : "authorizationkey"}]',
    ],
    [
      '[3,"1",{"configurationKey":[{"key":"A","readonly":true,"value":"1"},{"key":"AuthorizationKey","readonly":false,"value":"secret"}]}]',
      '[3,"1",{"configurationKey":[{"key":"A","readonly":true,"value":"1"},{"key":"AuthorizationKey","readonly":false,"value":"***"}]}]',
    ],
    [
      '[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"with {braces} and }"}]',
      '[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"***"}]',
    ],
    [
      '[2,"1","DataTransfer",{"data":{"key":"AuthorizationKey","value":"{"},"vendorId":"V"}]',
      '[2,"1","DataTransfer",{"data":{"key":"AuthorizationKey","value":"***"},"vendorId":"V"}]',
    ],
    ['[2,"1","Heartbeat",{}]', '[2,"1","Heartbeat",{}]'],
  ])('%s', (text, shown) => {
    expect(maskSecrets(text)).toBe(shown);
  });
});
