import type { X509Certificate } from 'node:crypto';

import { failure, type Result } from '../../lib/result.ts';
import { messages } from '../../ocpp/v16/messages/index.ts';
import type { Clock } from '../clock.ts';
import type { ChargerEvent } from '../events.ts';
import type { KeptReports } from '../kept-reports.ts';
import type { SecurityEvents } from '../security/security-events.ts';
import { type AttemptRule, attemptRepeatedly } from '../transfer/attempts.ts';
import { describeTransferFailure, download, type TransferFailure } from '../transfer/transfer.ts';
import { waitUntil } from '../wait.ts';
import { isSignedBy } from './firmware-signature.ts';
import { decideUpdate, type FirmwareStatus, unsignedStatus } from './firmware-status.ts';
import { firmwareVersion } from './firmware-version.ts';

/** What SignedUpdateFirmware brings beyond UpdateFirmware. */
interface SignedPart {
  requestId: number;
  /** When to install, milliseconds since 1970; null at once. */
  installAtMs: number | null;
  certificate: X509Certificate;
  /** Base64. */
  signature: string;
}

export interface UpdateOrder {
  location: string;
  retrieveAtMs: number;
  rule: AttemptRule;
  signed: SignedPart | null;
}

export interface FirmwarePorts {
  clock: Clock;
  reports: KeptReports;
  security: SecurityEvents;
  /** How long an installation takes, in the charger's time. */
  installMs: number;
  isOnline: () => boolean;
  /** From now on no transaction begins; connectors without one are Unavailable. */
  holdConnectors: () => void;
  releaseConnectors: () => void;
  /** Resolves once no transaction runs. */
  whenConnectorsIdle: (signal: AbortSignal) => Promise<void>;
  /** Starts anew; `whileDown` is done in between. */
  reboot: (whileDown: () => void) => Promise<void>;
  emit: (event: ChargerEvent) => void;
}

interface Update {
  order: UpdateOrder;
  status: FirmwareStatus | null;
  end: AbortController;
}

/**
 * The charger's firmware and its updates, one at a time (OCPP 1.6 5.19, security white paper L01). An update outlives
 * the connection, and a loss of it; connectors are out of use while it is installed, and running transactions first
 * come to their end.
 */
export class FirmwareUpdates {
  readonly #ports: FirmwarePorts;
  #version: string | null;
  #update: Update | null = null;
  #nextInstallFails = false;

  constructor(version: string | null, ports: FirmwarePorts) {
    this.#version = version;
    this.#ports = ports;
  }

  /** Null: it was never said. */
  get version(): string | null {
    return this.#version;
  }

  /** How far the running update is, and whose it is; for a server that asks. */
  get progress(): { status: FirmwareStatus; requestId: number | null } {
    const status = this.#update?.status ?? 'Idle';
    return { status, requestId: this.#update?.order.signed?.requestId ?? null };
  }

  get nextInstallFails(): boolean {
    return this.#nextInstallFails;
  }

  /** The next installation goes wrong, or, taken back, goes well. */
  failNextInstall(isToFail: boolean): void {
    this.#nextInstallFails = isToFail;
    this.#ports.emit({ type: 'nextInstall', isToFail });
  }

  /** Agrees to an update, or not; `start` it once the answer is out. */
  agree(order: UpdateOrder): { status: ReturnType<typeof decideUpdate>; start: () => void } {
    const status = decideUpdate(this.#update === null ? null : (this.#update.status ?? 'DownloadScheduled'));
    if (status === 'Rejected') return { status, start: () => {} };
    this.#cancel();
    const update: Update = { order, status: null, end: new AbortController() };
    this.#update = update;
    return {
      status,
      start: () => {
        void this.#run(update).then(() => {
          if (this.#update === update) this.#update = null;
        });
      },
    };
  }

  /** The charger ends, and what it was about with it. */
  close(): void {
    this.#update?.end.abort();
  }

  #cancel(): void {
    if (this.#update === null) return;
    this.#update.end.abort();
    this.#ports.releaseConnectors();
  }

  async #run(update: Update): Promise<void> {
    const { clock, holdConnectors, whenConnectorsIdle } = this.#ports;
    const { order, end } = update;
    if (order.retrieveAtMs > clock.now()) this.#enter(update, 'DownloadScheduled');
    await waitUntil(clock, order.retrieveAtMs, end.signal);
    if (end.signal.aborted) return;

    const content = await this.#download(update);
    if (content === null || end.signal.aborted || !this.#verify(update, content)) return;

    const installAtMs = order.signed?.installAtMs ?? 0;
    if (installAtMs > clock.now()) this.#enter(update, 'InstallScheduled');
    await waitUntil(clock, installAtMs, end.signal);
    if (end.signal.aborted) return;

    holdConnectors();
    await whenConnectorsIdle(end.signal);
    if (!end.signal.aborted) await this.#install(update, firmwareVersion(order.location, content));
  }

  /** Null: it could not be fetched, which was told. */
  async #download(update: Update): Promise<Uint8Array | null> {
    const { order, end } = update;
    this.#enter(update, 'Downloading');
    const outcome = await attemptRepeatedly(
      () => this.#fetch(order.location, end.signal),
      order.rule,
      this.#ports.clock,
      end.signal,
    );
    if (end.signal.aborted) return null;
    if (!outcome.ok) {
      this.#enter(update, 'DownloadFailed', describeTransferFailure(outcome.error));
      return null;
    }
    this.#enter(update, 'Downloaded');
    return outcome.value;
  }

  async #fetch(location: string, signal: AbortSignal): Promise<Result<Uint8Array, TransferFailure>> {
    if (!this.#ports.isOnline()) return failure({ kind: 'unreachable', reason: 'the charger is offline' });
    return download(location, signal);
  }

  /** Whether the firmware is the one that was signed; an order without a signature asks for none. */
  #verify(update: Update, content: Uint8Array): boolean {
    const { signed } = update.order;
    if (signed === null) return true;
    if (!isSignedBy(content, signed.signature, signed.certificate.publicKey)) {
      this.#ports.security.report('InvalidFirmwareSignature', update.order.location);
      this.#enter(update, 'InvalidSignature');
      return false;
    }
    this.#enter(update, 'SignatureVerified');
    return true;
  }

  async #install(update: Update, version: string): Promise<void> {
    const { clock, installMs, reboot, releaseConnectors, security } = this.#ports;
    const isSigned = update.order.signed !== null;
    this.#enter(update, 'Installing');
    await waitUntil(clock, clock.now() + installMs, update.end.signal);
    if (update.end.signal.aborted) return;

    const isFailing = this.#nextInstallFails;
    this.#nextInstallFails = false;
    if (!isFailing) this.#enter(update, 'InstallRebooting');
    await reboot(() => {
      if (!isFailing) this.#version = version;
      releaseConnectors();
    });
    if (isFailing) {
      this.#enter(update, 'InstallationFailed');
      return;
    }
    if (isSigned) security.report('FirmwareUpdated', version);
    else security.record('FirmwareUpdated', version);
    this.#enter(update, 'Installed', version);
  }

  #enter(update: Update, status: FirmwareStatus, detail: string | null = null): void {
    update.status = status;
    this.#ports.emit({ type: 'firmware', status, detail });
    const { signed } = update.order;
    if (signed !== null) {
      const { requestId } = signed;
      this.#ports.reports.tell(messages.SignedFirmwareStatusNotification, { status, requestId });
      return;
    }
    const unsigned = unsignedStatus(status);
    if (unsigned !== null)
      this.#ports.reports.tell(messages.FirmwareStatusNotification, { status: unsigned });
  }
}
