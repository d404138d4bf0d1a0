import { expect, test } from 'vitest';

import { negotiateSubprotocol } from '../../src/ocpp/subprotocol.ts';

test.each([
  { header: 'ocpp1.6', result: 'ocpp1.6' },
  { header: 'ocpp2.0.1, ocpp1.6', result: 'ocpp1.6' },
  { header: 'ocpp0.1,ocpp1.6', result: 'ocpp1.6' },
  { header: ' ocpp1.6 ,\tocpp2.0.1 ', result: 'ocpp1.6' },
  { header: ',,ocpp1.6,', result: 'ocpp1.6' },
  { header: 'ocpp0.1', result: 'unacceptable' },
  { header: 'ocpp1.5, ocpp2.0.1', result: 'unacceptable' },
  { header: 'OCPP1.6', result: 'unacceptable' },
  { header: 'ocpp1.6j', result: 'unacceptable' },
  { header: 'ocpp1.6 ocpp2.0.1', result: 'unacceptable' },
  { header: null, result: 'noneOffered' },
  { header: '', result: 'noneOffered' },
  { header: ' , ', result: 'noneOffered' },
])('the offer $header comes to $result (OCPP-J 3.2)', ({ header, result }) => {
  expect(negotiateSubprotocol(header)).toBe(result);
});
