import { stringify } from 'csv-stringify/browser/esm/sync';
import { TransactionBody } from '../../contracts/transaction-body.ts';

const COLUMNS = Object.keys(TransactionBody.shape);

/**
 * Transactions as CSV (RFC 4180), one row each, the columns named as in JSON. Lists are joined by a space, null is empty.
 * A text that a spreadsheet would run as a formula is kept from it: an idTag is whatever a charger sends.
 */
export function transactionCsv(transactions: readonly TransactionBody[]): string {
  return stringify(
    transactions.map((transaction) => ({
      ...transaction,
      quality: transaction.quality.join(' '),
      anomalies: transaction.anomalies.join(' '),
    })),
    {
      header: true,
      columns: COLUMNS,
      record_delimiter: 'windows',
      escape_formulas: true,
      cast: { boolean: (value) => String(value) },
    },
  );
}
