import type { X509Certificate } from 'node:crypto';

import type { CallLine } from './call-line.ts';
import type { ChargerEvents } from './charger-events.ts';
import type { CompleteOptions } from './charger-options.ts';
import type { Clock } from './clock.ts';
import { type Configuration, numberOf, valueOf } from './configuration.ts';
import type { Connection } from './connection.ts';
import { describeEvent } from './describe-event.ts';
import type { ChargerEvent } from './events.ts';
import { signingCertificateProblem } from './firmware/firmware-signature.ts';
import { FirmwareUpdates } from './firmware/firmware-updates.ts';
import { KeptReports } from './kept-reports.ts';
import { LogRing } from './logs/log-ring.ts';
import { LogUploads } from './logs/log-uploads.ts';
import type { BootRequest } from './registration.ts';
import { readCertificates } from './security/certificate.ts';
import { passwordInForce } from './security/login.ts';
import { OwnCertificate } from './security/own-certificate.ts';
import { RootCertificates } from './security/root-certificates.ts';
import { SecurityEvents } from './security/security-events.ts';
import { maySetSecurityProfile } from './security/security-profile.ts';
import type { SimulatedConnector } from './simulated-connector.ts';

export interface MaintenancePorts {
  options: CompleteOptions;
  clock: Clock;
  line: CallLine<Connection>;
  events: ChargerEvents;
  configuration: () => Configuration;
  connectors: () => readonly Pick<SimulatedConnector, 'transaction' | 'setUpdating'>[];
  isOnline: () => boolean;
  /** Starts anew; `whileDown` is done in between. */
  reboot: (whileDown: () => void) => Promise<void>;
}

/** What the operator does to a charger rather than a driver: firmware, logs, certificates, security. */
export class Maintenance {
  readonly firmware: FirmwareUpdates;
  readonly logs: LogUploads;
  readonly security: SecurityEvents;
  readonly ownCertificate: OwnCertificate;
  readonly roots: RootCertificates;
  readonly #ports: MaintenancePorts;
  readonly #diagnostics = new LogRing();

  constructor(ports: MaintenancePorts) {
    this.#ports = ports;
    const { clock, configuration, events, isOnline, line, options } = ports;
    const { identity } = options;
    const emit = (event: ChargerEvent) => events.emit(event);
    const reports = new KeptReports(line);
    this.security = new SecurityEvents({ clock, reports, emit });
    this.firmware = new FirmwareUpdates(options.boot.firmwareVersion ?? null, {
      clock,
      reports,
      security: this.security,
      installMs: options.installMs,
      isOnline,
      holdConnectors: () => this.#setUpdating(true),
      releaseConnectors: () => this.#setUpdating(false),
      whenConnectorsIdle: (signal) => this.#whenConnectorsIdle(signal),
      reboot: ports.reboot,
      emit,
    });
    this.logs = new LogUploads({
      identity,
      about: () => this.#about(),
      clock,
      reports,
      uploadMethod: options.uploadMethod,
      isOnline,
      diagnostics: () => this.#diagnostics.entries,
      security: () => this.security.entries,
      emit,
    });
    this.roots = new RootCertificates({
      clock,
      configuration,
      hashAlgorithm: options.hashAlgorithm,
      security: this.security,
    });
    this.ownCertificate = new OwnCertificate({
      clock,
      security: this.security,
      subject: () => ({
        serialNumber: options.boot.chargePointSerialNumber ?? identity,
        cpoName: valueOf(configuration(), 'CpoName'),
      }),
      longestChain: () => numberOf(configuration(), 'CertificateSignedMaxChainSize'),
      call: (message, request) => line.prompt((connection) => connection.call(message, request)),
      emit,
    });
    events.listen((event) => this.#hear(event));
    this.#critical('StartupOfTheDevice');
  }

  /** What BootNotification says, with the firmware of now. */
  get bootRequest(): BootRequest {
    const { version } = this.firmware;
    return { ...this.#ports.options.boot, ...(version === null ? {} : { firmwareVersion: version }) };
  }

  maySetSecurityProfile(wanted: number): boolean {
    const { configuration, options } = this.#ports;
    return maySetSecurityProfile(numberOf(configuration(), 'SecurityProfile'), wanted, {
      hasPassword: passwordInForce(options.password, configuration()) !== null,
      hasCentralSystemRoot: this.roots.hashDataOf('CentralSystemRootCertificate').length > 0,
      hasOwnCertificate: this.ownCertificate.current !== null,
    });
  }

  /** The certificate of a firmware's maker; null, which is reported, for one that is not to be believed. */
  readSigningCertificate(pem: string): X509Certificate | null {
    const [certificate] = readCertificates(pem) ?? [];
    const roots = this.roots.certificatesOf('ManufacturerRootCertificate');
    const problem =
      certificate === undefined
        ? 'not a certificate'
        : signingCertificateProblem(certificate, roots, this.#ports.clock.now());
    if (certificate !== undefined && problem === null) return certificate;
    this.security.report('InvalidFirmwareSigningCertificate', problem ?? undefined);
    return null;
  }

  close(): void {
    this.firmware.close();
    this.logs.close();
  }

  #setUpdating(isUpdating: boolean): void {
    for (const connector of this.#ports.connectors()) connector.setUpdating(isUpdating);
  }

  async #whenConnectorsIdle(signal: AbortSignal): Promise<void> {
    const { connectors, events } = this.#ports;
    while (!signal.aborted && connectors().some(({ transaction }) => transaction !== null)) {
      await events.next('transactionStopped', () => true, signal).catch(() => {});
    }
  }

  #hear(event: ChargerEvent): void {
    const text = describeEvent(event);
    if (text !== null) this.#diagnostics.add({ atMs: this.#ports.clock.now(), text });
    if (event.type === 'rebooting') this.#critical('ResetOrReboot', event.reason);
    if (event.type === 'dialFailed' && event.httpStatus === 401) {
      this.security.record('FailedToAuthenticateAtCentralSystem');
    }
  }

  /** A charger without a security profile is one from before the white paper: it keeps such events to itself. */
  #critical(type: string, techInfo?: string): void {
    if (numberOf(this.#ports.configuration(), 'SecurityProfile') > 0) this.security.report(type, techInfo);
    else this.security.record(type, techInfo);
  }

  #about(): string {
    const { chargePointVendor, chargePointModel, firmwareVersion } = this.bootRequest;
    return `${chargePointVendor} ${chargePointModel}, firmware ${firmwareVersion ?? 'unknown'}`;
  }
}
