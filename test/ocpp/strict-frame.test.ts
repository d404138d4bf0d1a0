import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../src/ocpp/frame.ts';
import { holdToLetter } from '../../src/ocpp/strict-frame.ts';

function read(text: string) {
  return holdToLetter(parseFrame(text));
}

describe('a frame by the letter of OCPP-J 4', () => {
  test.each([
    '[2,"1","Heartbeat",{}]',
    '[3,"1",{}]',
    '[4,"1","GenericError","",{}]',
    '',
    '[5,"1",{}]',
    '{}',
    '["2","1","Heartbeat",{}]',
  ])('%s is what it is', (text) => {
    expect(read(text)).toEqual(parseFrame(text));
  });

  test.each(['[2,"1","Heartbeat",null]', '[2,"1","Heartbeat"]', '[2,"1","Heartbeat",{},1]'])(
    '%s has an id, so it is answered with FormationViolation',
    (text) => {
      expect(read(text)).toMatchObject({
        kind: 'invalidCall',
        id: '1',
        error: { code: 'FormationViolation' },
      });
    },
  );

  test.each([
    ['[2,17,"Heartbeat",{}]', 'noId'],
    ['[2,17,"Heartbeat",null]', 'noId'],
    ['[3,17,{}]', 'noId'],
    ['[2,"1","MeterValues",{"connectorId":1,"meterValue":[,{}]}]', 'notJson'],
    ['[3,"1",{},1]', 'notStrict'],
    ['[4,"1","GenericError"]', 'notStrict'],
  ])('%s cannot be answered: a bad frame', (text, reason) => {
    expect(parseFrame(text).kind).not.toBe('bad');
    expect(read(text)).toEqual({ kind: 'bad', reason });
  });

  test.each(['[3,"1",null]', '[3,"1"]'])('%s is an answer without a payload', (text) => {
    expect(read(text)).toEqual({ kind: 'callResult', id: '1', payload: null, tolerances: [] });
  });
});
