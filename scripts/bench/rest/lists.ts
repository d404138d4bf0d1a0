import { encodeCursor } from '../../../src/api/pagination/cursor.ts';
import { LARGE_FLEET } from './large-fleet.ts';

/** A list that is asked of the large fleet. */
export interface ListRequest {
  name: string;
  path: string;
  /** Whether it is one of the two unfiltered lists, on any of its pages. */
  isPlain: boolean;
}

/** The lists with a page of 50 each: their first page, the page in the middle, and each filter. */
export function listRequests(size: { chargers: number; transactions: number }): ListRequest[] {
  const middleCharger = encodeCursor({
    order: 'newest',
    at: LARGE_FLEET.chargerId(Math.floor(size.chargers / 2)),
  });
  const middleTransaction = encodeCursor(LARGE_FLEET.transactionPosition(Math.floor(size.transactions / 2)));
  const chargers = (name: string, query: string, isPlain = false) => ({
    name: `chargers, ${name}`,
    path: `/api/v1/chargers?limit=50${query}`,
    isPlain,
  });
  const transactions = (name: string, query: string, isPlain = false) => ({
    name: `transactions, ${name}`,
    path: `/api/v1/transactions?limit=50${query}`,
    isPlain,
  });
  return [
    chargers('first page', '', true),
    chargers('page in the middle', `&cursor=${middleCharger}`, true),
    chargers('status=offline, in the middle', `&status=offline&cursor=${middleCharger}`),
    chargers('connectorStatus=Charging, in the middle', `&connectorStatus=Charging&cursor=${middleCharger}`),
    chargers('label, first page', `&label=${LARGE_FLEET.label}`),
    chargers('q, first page', `&q=${LARGE_FLEET.prefix}`),
    chargers('status=offline, first page, counted', '&status=offline'),
    transactions('first page', '', true),
    transactions('page in the middle', `&cursor=${middleTransaction}`, true),
    transactions('status=completed, in the middle', `&status=completed&cursor=${middleTransaction}`),
    transactions('chargeBoxId, first page', `&chargeBoxId=${LARGE_FLEET.chargeBoxId}`),
    transactions('idTag, first page', `&idTag=${LARGE_FLEET.idTag}`),
    transactions('status=completed, first page, counted', '&status=completed'),
  ];
}
