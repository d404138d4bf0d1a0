import { expect, test } from 'vitest';

import { downloadAddress, uploadAddresses } from '../../src/simulator/transfer/transfer-address.ts';

const urlsOf = (location: string, method: 'PUT' | 'POST' = 'PUT') =>
  uploadAddresses(location, 'log.txt', method)?.map(({ url }) => url);

test('the location is a folder: the name goes behind it, then the very URL is tried (OCPP 1.6 5.9)', () => {
  expect(urlsOf('https://files.example/in')).toEqual([
    'https://files.example/in/log.txt',
    'https://files.example/in',
  ]);
  expect(urlsOf('https://files.example/in/')).toEqual([
    'https://files.example/in/log.txt',
    'https://files.example/in/',
  ]);
  expect(urlsOf('https://files.example')).toContain('https://files.example/log.txt');
});

test('what follows the path stays with it, as of a signed URL', () => {
  expect(urlsOf('https://files.example/in?sig=a%2Fb')).toEqual([
    'https://files.example/in/log.txt?sig=a%2Fb',
    'https://files.example/in?sig=a%2Fb',
  ]);
});

test('a form brings the name within, so it goes to the location itself', () => {
  expect(urlsOf('https://files.example/in', 'POST')).toEqual(['https://files.example/in']);
});

test('user and password of a location go into the header', () => {
  expect(downloadAddress('http://fleet:p%40ss@files.example/fw.bin')).toEqual({
    url: 'http://files.example/fw.bin',
    authorization: `Basic ${Buffer.from('fleet:p@ss').toString('base64')}`,
  });
});

test('FTP and what is no URL are not supported (SupportedFileTransferProtocols)', () => {
  expect(urlsOf('ftp://files.example/in')).toBeUndefined();
  expect(downloadAddress('no URL')).toBeNull();
});
