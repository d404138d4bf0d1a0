import { findDataTransferHandler } from '../d1/data-transfer-handlers.ts';
import { DataTransferReply, decideDataTransfer } from '../domain/data-transfer.ts';
import { postJson } from '../lib/post-json.ts';
import { within } from '../lib/within.ts';
import type { AskPorts } from './handler.ts';

/** How long a charger waits for D1, and for the URL of its owner: it has a time-out of its own. */
const DIRECTORY_MS = 2_000;
const URL_MS = 5_000;

/** The longest answer that a URL may give for a charger. */
const LONGEST_DATA = 10_000;

interface VendorData {
  vendorId: string;
  messageId?: string | undefined;
  data?: string | undefined;
}

/** What a charger's vendor data is answered with. Never throws: what cannot be asked is Rejected. */
export async function answerDataTransfer(
  request: VendorData,
  { registration, db }: AskPorts,
): Promise<{ status: 'Accepted' | 'Rejected' | 'UnknownMessageId' | 'UnknownVendorId'; data?: string }> {
  const found = await within(
    DIRECTORY_MS,
    findDataTransferHandler(db, registration.accountId, request.vendorId).then((handler) => ({ handler })),
    null,
  );
  if (found === null) return { status: 'Rejected' };
  const decision = decideDataTransfer(found.handler, request.messageId);
  if (decision.kind === 'ask') {
    return withData(
      (await askUrl(decision.url, registration.chargeBoxId, request)) ?? { status: 'Rejected' },
    );
  }
  return withData(decision);
}

function withData<Status extends string>({ status, data }: { status: Status; data?: string | undefined }) {
  return { status, ...(data === undefined ? {} : { data }) };
}

/** Null where the URL gives no answer that can be used; its owner finds out in the log and in the charger's trace. */
async function askUrl(
  url: string,
  chargeBoxId: string,
  request: VendorData,
): Promise<DataTransferReply | null> {
  try {
    const { vendorId, messageId = null, data = null } = request;
    const text = await postJson(url, {
      body: { chargeBoxId, vendorId, messageId, data },
      timeoutMs: URL_MS,
      longest: LONGEST_DATA,
    });
    return DataTransferReply.parse(JSON.parse(text));
  } catch (error) {
    console.warn({ message: 'a data transfer handler did not answer', chargeBoxId, error: String(error) });
    return null;
  }
}
