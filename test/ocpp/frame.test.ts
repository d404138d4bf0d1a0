import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { CALL_ERROR_CODES, callError } from '../../src/ocpp/call-error.ts';
import { callErrorFrame, callFrame, callResultFrame, parseFrame } from '../../src/ocpp/frame.ts';

const ID = 'x'.repeat(36);

describe('a CALL (OCPP-J 4.2.1)', () => {
  test('is read with its id, action and payload', () => {
    expect(parseFrame('[2,"19223201","Heartbeat",{}]')).toEqual({
      kind: 'call',
      id: '19223201',
      action: 'Heartbeat',
      payload: {},
      tolerances: [],
    });
  });

  test('may hold white space, escaped slashes and 2.0 for 2', () => {
    expect(parseFrame(' [ 2.0 , "a\\/b" ,\n"Authorize", { "idTag" : "\\u0041" } ] ')).toMatchObject({
      kind: 'call',
      id: 'a/b',
      payload: { idTag: 'A' },
    });
  });

  test.each([
    { text: '[2,7,"Heartbeat",{}]', id: 7, payload: {}, fired: ['numericId'] },
    { text: '[2,-1.5,"Heartbeat",{}]', id: -1.5, payload: {}, fired: ['numericId'] },
    { text: '[2,"i","Heartbeat",null]', id: 'i', payload: {}, fired: ['nullPayload'] },
    { text: '[2,"i","Heartbeat"]', id: 'i', payload: {}, fired: ['missingPayload'] },
    { text: '[2,"i","Heartbeat",{"a":1},"more",3]', id: 'i', payload: { a: 1 }, fired: ['extraElements'] },
    {
      text: '[2,0,"Heartbeat",null,1]',
      id: 0,
      payload: {},
      fired: ['nullPayload', 'numericId', 'extraElements'],
    },
  ])('$text is served, flagged $fired', ({ text, id, payload, fired }) => {
    const frame = parseFrame(text);
    expect(frame).toMatchObject({ kind: 'call', id, action: 'Heartbeat', payload });
    expect(frame.kind === 'call' && frame.tolerances.map(({ name }) => name)).toEqual(fired);
  });

  test.each([
    { text: `[2,"${ID}","A",{}]`, kind: 'call' },
    { text: `[2,"${'🚗'.repeat(36)}","A",{}]`, kind: 'call' },
    { text: `[2,"${'🚗'.repeat(37)}","A",{}]`, kind: 'invalidCall' },
  ])('counts an id in characters: $kind', ({ text, kind }) => {
    expect(parseFrame(text).kind).toBe(kind);
  });

  test.each([
    { text: `[2,"${ID}y","Heartbeat",{}]`, id: `${ID}y` },
    { text: '[2,"i"]', id: 'i' },
    { text: '[2,"i",5,{}]', id: 'i' },
    { text: '[2,"i",null,{}]', id: 'i' },
    { text: '[2,"i","Heartbeat",[]]', id: 'i' },
    { text: '[2,"i","Heartbeat","{}"]', id: 'i' },
    { text: '[2,"i","Heartbeat",false]', id: 'i' },
    { text: '[2,9,"Heartbeat",0]', id: 9 },
  ])('$text is answered FormationViolation with its id', ({ text, id }) => {
    expect(parseFrame(text)).toMatchObject({
      kind: 'invalidCall',
      id,
      error: { code: 'FormationViolation', details: {} },
    });
  });

  test.each([
    '[2]',
    '[2,"","Heartbeat",{}]',
    '[2,null,"Heartbeat",{}]',
    '[2,{},"Heartbeat",{}]',
    '[2,1e999,"A",{}]',
  ])('%s has no id to answer: a bad frame', (text) => {
    expect(parseFrame(text)).toEqual({ kind: 'bad', reason: 'noId' });
  });
});

describe('an answer (OCPP-J 4.2.2, 4.2.3)', () => {
  test.each([
    { text: '[3,"i",{"status":"Accepted"}]', payload: { status: 'Accepted' }, fired: [] },
    { text: '[3,"i",null]', payload: {}, fired: ['nullPayload'] },
    { text: '[3,"i"]', payload: {}, fired: ['missingPayload'] },
    { text: '[3,"i",{},1]', payload: {}, fired: ['extraElements'] },
    { text: '[3,"i","text"]', payload: 'text', fired: [] },
  ])('$text', ({ text, payload, fired }) => {
    const frame = parseFrame(text);
    expect(frame).toMatchObject({ kind: 'callResult', id: 'i', payload });
    expect(frame.kind === 'callResult' && frame.tolerances.map(({ name }) => name)).toEqual(fired);
  });

  test.each([
    {
      text: '[4,"i","OccurrenceConstraintViolation","d",{"a":1}]',
      expected: { code: 'OccurrenceConstraintViolation', description: 'd', details: { a: 1 } },
      fired: [],
    },
    {
      text: '[4,"i","Whatever"]',
      expected: { code: 'Whatever', description: '', details: {} },
      fired: ['incompleteError'],
    },
    {
      text: '[4,"i"]',
      expected: { code: 'GenericError', description: '', details: {} },
      fired: ['incompleteError'],
    },
    {
      text: '[4,"i","NotSupported",null,null,1]',
      expected: { code: 'NotSupported', description: '', details: {} },
      fired: ['incompleteError', 'extraElements'],
    },
  ])('$text keeps any code', ({ text, expected, fired }) => {
    const frame = parseFrame(text);
    expect(frame).toMatchObject({ kind: 'callError', id: 'i', ...expected });
    expect(frame.kind === 'callError' && frame.tolerances.map(({ name }) => name)).toEqual(fired);
  });

  test('to a numeric id is matched by its text', () => {
    expect(parseFrame('[3,12,{}]')).toMatchObject({ kind: 'callResult', id: '12' });
    expect(parseFrame('[4,12,"A","",{}]')).toMatchObject({ kind: 'callError', id: '12' });
  });

  test.each(['[3]', '[3,"",{}]', '[4,null,"A","",{}]'])('%s without an id is a bad frame', (text) => {
    expect(parseFrame(text)).toEqual({ kind: 'bad', reason: 'noId' });
  });
});

describe('anything else', () => {
  test.each(['', '  ', '\r\n'])('an empty text (%j) is ignored', (text) => {
    expect(parseFrame(text)).toEqual({ kind: 'ignored', reason: 'empty' });
  });

  test.each(['[5,"i","A",{}]', '[99]', '[1,"i"]', '[-2,"i","A",{}]'])(
    '%s is of a message type to ignore (OCPP-J 4.1.3)',
    (text) => {
      expect(parseFrame(text)).toEqual({ kind: 'ignored', reason: 'messageType' });
    },
  );

  test.each([
    { text: '[2,"i","A",{', reason: 'notJson' },
    { text: '[,2,"i"]', reason: 'notJson' },
    { text: '[2,"i","A",{}]\u0000', reason: 'notJson' },
    { text: 'hello', reason: 'notJson' },
    { text: '{"0":2}', reason: 'notArray' },
    { text: 'null', reason: 'notArray' },
    { text: '2', reason: 'notArray' },
    { text: '[]', reason: 'messageTypeNotInteger' },
    { text: '["2","i","Heartbeat",{}]', reason: 'messageTypeNotInteger' },
    { text: '[2.5,"i","A",{}]', reason: 'messageTypeNotInteger' },
    { text: '[null]', reason: 'messageTypeNotInteger' },
    { text: '[[2]]', reason: 'messageTypeNotInteger' },
  ])('$text is a bad frame: $reason', ({ text, reason }) => {
    expect(parseFrame(text)).toEqual({ kind: 'bad', reason });
  });

  test('half a million brackets do not throw', () => {
    const deep = '['.repeat(500_000) + ']'.repeat(500_000);
    expect(parseFrame(deep).kind).toBe('bad');
    expect(parseFrame(`[2,"i","Heartbeat",{"a":${deep}}]`).kind).not.toBe('callResult');
    expect(parseFrame(`[2,"i","Heartbeat",{},${deep}]`).kind).not.toBe('callResult');
    expect(parseFrame('['.repeat(1_000_000)).kind).toBe('bad');
  });

  test('no text throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.array(fc.jsonValue()).map((v) => JSON.stringify(v)),
        ),
        (text) => {
          parseFrame(text);
        },
      ),
      { seed: 16, numRuns: 2000 },
    );
  });
});

describe('our own frames', () => {
  test('have the shapes of OCPP-J 4.2', () => {
    expect(callFrame('i', 'Reset', { type: 'Soft' })).toBe('[2,"i","Reset",{"type":"Soft"}]');
    expect(callResultFrame('i', {})).toBe('[3,"i",{}]');
    expect(callErrorFrame('i', callError('NotImplemented', 'No such action.'))).toBe(
      '[4,"i","NotImplemented","No such action.",{}]',
    );
  });

  test('give a numeric id back as the number it was', () => {
    expect(callResultFrame(7, {})).toBe('[3,7,{}]');
    expect(callErrorFrame(7, callError('GenericError', ''))).toBe('[4,7,"GenericError","",{}]');
  });

  test('keep a description to 255 characters (OCPP-J 4.2.3)', () => {
    expect(callError('GenericError', 'x'.repeat(300)).description).toHaveLength(255);
  });

  test('spell the codes as OCPP 1.6 does', () => {
    expect(CALL_ERROR_CODES).toContain('OccurenceConstraintViolation');
    expect(CALL_ERROR_CODES).toContain('FormationViolation');
    expect(CALL_ERROR_CODES).toHaveLength(10);
  });
});
