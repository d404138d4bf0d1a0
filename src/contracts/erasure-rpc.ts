import * as z from 'zod';

/** How far a charger's object has come: the table of its list, and the last row of it. */
export const ErasePosition = z.object({ table: z.int(), after: z.union([z.string(), z.int()]).nullable() });
export type ErasePosition = z.infer<typeof ErasePosition>;

/** One bounded step of erasing a tag in a charger's object. */
export interface ErasedStep {
  /** Rows in which it stood. */
  rows: number;
  /** The finished transactions among them: D1 shows them too. */
  transactionIds: string[];
  /** Where the next step begins; null when all is done. */
  next: ErasePosition | null;
}

export interface ErasureRpc {
  /** Erases a tag from what has ended: transactions, commands, reservations, traces and what is remembered of it. */
  eraseIdTag(accountId: string, idTag: string, from: ErasePosition | null): Promise<ErasedStep | null>;
}
