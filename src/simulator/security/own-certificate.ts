import { generateKeyPair, type KeyObject, type X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';

import { messages } from '../../ocpp/v16/messages/index.ts';
import type { CallOutcome } from '../call-outcome.ts';
import type { Clock } from '../clock.ts';
import type { ChargerEvent } from '../events.ts';
import type { MessageShape } from '../message-shape.ts';
import { certificateVerdict, isChain, readCertificates } from './certificate.ts';
import type { SecurityEvents } from './security-events.ts';
import { signingRequest } from './signing-request.ts';

const makeKeyPair = promisify(generateKeyPair);

export interface OwnCertificatePorts {
  clock: Clock;
  security: SecurityEvents;
  /** The subject of a request: the charger's serial number, and CpoName. */
  subject(): { serialNumber: string; cpoName: string };
  /** CertificateSignedMaxChainSize. */
  longestChain: () => number;
  call<Request, Confirmation>(
    message: MessageShape<Request, Confirmation>,
    request: NoInfer<Request>,
  ): Promise<CallOutcome<Confirmation>>;
  emit: (event: ChargerEvent) => void;
}

/** The charger's own certificate, and the way to a new one (security white paper A02, A03). */
export class OwnCertificate {
  readonly #ports: OwnCertificatePorts;
  /** Of the last request: a certificate for any other key is not taken. */
  #requestedKey: KeyObject | null = null;
  #current: X509Certificate | null = null;

  constructor(ports: OwnCertificatePorts) {
    this.#ports = ports;
  }

  get current(): X509Certificate | null {
    return this.#current;
  }

  /** Makes a key pair and asks the server to have it certified. */
  async request(): Promise<void> {
    const keys = await makeKeyPair('ec', { namedCurve: 'P-256' });
    const csr = signingRequest(this.#ports.subject(), keys);
    this.#requestedKey = keys.publicKey;
    const outcome = await this.#ports.call(messages.SignCertificate, { csr });
    const isAccepted = outcome.kind === 'answered' && outcome.confirmation.status === 'Accepted';
    this.#ports.emit({ type: 'certificateRequested', isAccepted });
    // Nobody will sign it, and a later request brings a key of its own.
    if (!isAccepted && this.#requestedKey === keys.publicKey) this.#requestedKey = null;
  }

  /** Takes the certificate that the server brings, PEM, the leaf first, or not. */
  accept(chain: string): boolean {
    const { clock, emit, longestChain, security } = this.#ports;
    const certificates = readCertificates(chain) ?? [];
    const [leaf] = certificates;
    const problem = this.#problem(chain, certificates, longestChain(), clock.now());
    if (leaf === undefined || problem !== null) {
      security.report('InvalidChargePointCertificate', problem ?? 'not a certificate');
      return false;
    }
    this.#current = leaf;
    this.#requestedKey = null;
    security.record('ReconfigurationOfSecurityParameters', 'own certificate');
    emit({ type: 'certificateTaken', subject: leaf.subject.replaceAll('\n', ', '), validTo: leaf.validTo });
    return true;
  }

  #problem(
    chain: string,
    certificates: readonly X509Certificate[],
    longest: number,
    nowMs: number,
  ): string | null {
    const [leaf] = certificates;
    if (leaf === undefined) return 'not a certificate';
    if (chain.length > longest) return 'chain too long';
    if (this.#requestedKey === null) return 'not asked for';
    if (!leaf.publicKey.equals(this.#requestedKey)) return 'of another key';
    if (!isChain(certificates)) return 'not a chain';
    return certificateVerdict(leaf, nowMs);
  }
}
