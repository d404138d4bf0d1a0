import { expect } from 'vitest';
import * as z from 'zod';
import { SOON } from './charger-view.ts';
import type { Station } from './station.ts';
import { signingRequest } from './x509.ts';

const Chain = z.looseObject({ certificateChain: z.string() });
const Own = z.looseObject({ current: z.unknown(), latest: z.unknown() });

/** The record of the charger's own certificate, as REST shows it. */
export async function ownCertificate({ account, chargeBoxId }: Station) {
  const { status, body } = await account.get(`/chargers/${chargeBoxId}/certificates/charge-point`);
  expect(status).toBe(200);
  return Own.parse(body);
}

/** Waits until the last certificate that was asked for is in this state. */
export async function untilCertificate(station: Station, state: string): Promise<void> {
  await expect.poll(async () => (await ownCertificate(station)).latest, SOON).toMatchObject({ state });
}

/** How the charger answers CertificateSigned; gives what it gets, in order. */
export function takingCertificates(station: Station, status: 'Accepted' | 'Rejected' = 'Accepted'): string[] {
  const chains: string[] = [];
  station.on('CertificateSigned', (payload) => {
    chains.push(Chain.parse(payload).certificateChain);
    return { status };
  });
  return chains;
}

/** Asks for a certificate with a request of its own; gives the answer's status and the keys. */
export async function askForCertificate(
  station: Station,
  name: string,
  algorithm?: Parameters<typeof signingRequest>[1],
) {
  const { csr, keys } = await signingRequest(name, algorithm);
  const { status } = await station.call('SignCertificate', { csr });
  return { status, csr, keys };
}
