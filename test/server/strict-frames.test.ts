import { describe, expect, test } from 'vitest';
import { flagsOf, readCommand, SOON } from '../support/charger-view.ts';
import { onlineCharger } from '../support/online-charger.ts';
import { newAccount, sharedServer } from '../support/server.ts';

const server = sharedServer();
const account = await newAccount(server);

function strictCharger() {
  return onlineCharger(account, { settings: { strict: true } });
}

describe('strict: frames are held to the letter of OCPP-J 4', () => {
  test.each([
    ['a payload of null', '[2,"odd","Heartbeat",null]'],
    ['no payload', '[2,"odd","Heartbeat"]'],
    ['an element too many', '[2,"odd","Heartbeat",{},{}]'],
  ])('%s: FormationViolation with the id, and no tolerance', async (_, frame) => {
    const { chargeBoxId, charger } = await strictCharger();
    charger.send(frame);
    expect(await charger.answerTo('odd')).toEqual([4, 'odd', 'FormationViolation', expect.any(String), {}]);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ refusedCall: 1 });
    await charger.close();
  });

  test.each([
    ['an id that is a number', '[2,17,"Heartbeat",{}]'],
    ['a comma at the head of a list', '[2,"odd","MeterValues",{"connectorId":1,"meterValue":[,{}]}]'],
    ['a binary frame', new TextEncoder().encode('[2,"odd","Heartbeat",{}]')],
  ])('%s: a bad frame, without an answer; the next good one is served', async (_, frame) => {
    const { chargeBoxId, charger } = await strictCharger();
    const before = charger.frames.length;
    charger.send(frame);
    expect((await charger.call('Heartbeat', {}))[0]).toBe(3);
    expect(charger.frames).toHaveLength(before + 1);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ badFrame: 1 });
    await charger.close();
  });

  test('an answer with a payload of null ends its command as invalidAnswer', async () => {
    const { chargeBoxId, charger } = await strictCharger();
    const asking = account.post('/transactions/start', { chargeBoxId, connectorId: 1, idTag: 'USER-001' });
    const { id } = await charger.nextCall();
    charger.send(`[3,"${id}",null]`);
    await asking;
    await expect
      .poll(() => readCommand(account, chargeBoxId, id), SOON)
      .toMatchObject({ state: 'invalidAnswer' });
    await charger.close();
  });

  test('without the setting the same frames are served, and flagged', async () => {
    const { chargeBoxId, charger } = await onlineCharger(account);
    expect((await charger.call('Heartbeat', null))[0]).toBe(3);
    expect((await charger.call('Heartbeat', {}, 17))[0]).toBe(3);
    expect(await flagsOf(account, chargeBoxId)).toEqual({ nullPayload: 1, numericId: 1 });
    await charger.close();
  });
});
