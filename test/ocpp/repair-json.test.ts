import { describe, expect, test } from 'vitest';
import { repairJson } from '../../src/ocpp/repair-json.ts';

describe('a text that is no JSON is mended where chargers are known for it', () => {
  test.each([
    [
      'a comma at the head of a list (field: ZJ Beny)',
      '[2,"1","A",{"s":[,{"value":"1"}]}]',
      [2, '1', 'A', { s: [{ value: '1' }] }],
    ],
    ['the same with spaces', '[2,"1","A",{"s":[ , {"value":"1"}]}]', [2, '1', 'A', { s: [{ value: '1' }] }]],
    ['a text filled up with NUL (field: Wallbe)', '[3,"1",{"key":"V\u0000\u0000"}]', [3, '1', { key: 'V' }]],
    [
      'a list that was not opened (field: Grizzl-E)',
      '[3,"1",{"a":],"b":["K"]}]',
      [3, '1', { a: [], b: ['K'] }],
    ],
    [
      'an answer without its last brackets (field: Grizzl-E)',
      '[3,"1",{"configurationKey":[]',
      [3, '1', { configurationKey: [] }],
    ],
    ['an answer without its last bracket', '[3,"1",{"status":"Accepted"}', [3, '1', { status: 'Accepted' }]],
  ])('%s', (_, text, value) => {
    expect(repairJson(text)).toEqual({ value });
  });

  test('what looks like it inside of a text is left alone', () => {
    const text = '[2,"1","A",{"a":"[,\\"[,:]","s":[,1]}]';
    expect(repairJson(text)).toEqual({ value: [2, '1', 'A', { a: '[,"[,:]', s: [1] }] });
  });
});

describe('nothing is guessed', () => {
  test.each([
    ['JSON that is sound', '[2,"1","Heartbeat",{}]'],
    [
      'a call that was cut off: its meter reading may be what is missing',
      '[2,"1","StopTransaction",{"transactionData":[]',
    ],
    ['an answer that was cut off in a value', '[3,"1",{"status":"Acc'],
    ['an answer that was cut off behind a value', '[3,"1",{"status":"Accepted"'],
    ['a comma at the end of a list', '[2,"1","Heartbeat",{},]'],
    ['a comma at the head of the frame', '[,2,"1","Heartbeat",{}]'],
    ['NUL behind the frame', '[2,"1","Heartbeat",{}]\u0000'],
    ['NUL within a word', '[2,"1","Heart\u0000beat",{}]'],
    ['NUL between elements', '[2,\u0000"1","Heartbeat",{}]'],
    ['a backslash that escapes nothing', '[2,"1","A",{"a":"C:\\x"}]'],
    ['a backslash at the end', '[2,"1","A",{"a":"b\\"}]'],
    ['brackets that do not match', '[3,"1",{"a":[}]]'],
    ['no JSON at all', 'hello'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(repairJson(text)).toBeUndefined();
  });

  test('a megabyte of NUL or of open lists takes no time that anybody notices', () => {
    expect(repairJson(`"${'\u0000'.repeat(1_000_000)}x`)).toBeUndefined();
    expect(repairJson(`${'[,'.repeat(500_000)}`)).toBeUndefined();
  });
});
