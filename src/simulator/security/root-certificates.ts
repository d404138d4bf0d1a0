import type { X509Certificate } from 'node:crypto';

import { assertNever } from '../../lib/assert-never.ts';
import type { CertificateHashData, HashAlgorithm } from '../../ocpp/v16/types/certificate-hash-data.ts';
import type { CertificateUse } from '../../ocpp/v16/types/certificate-use.ts';
import type { Clock } from '../clock.ts';
import { type Configuration, flagOf, numberOf } from '../configuration.ts';
import { type CertificateStore, certificatesOf, hashDataOf, install, remove } from './certificate-store.ts';
import type { SecurityEvents } from './security-events.ts';
import { usesTls } from './security-profile.ts';

export interface RootCertificatePorts {
  clock: Clock;
  configuration: () => Configuration;
  hashAlgorithm: HashAlgorithm;
  security: SecurityEvents;
}

/** The root certificates that the server installs in the charger; they outlive a reboot. */
export class RootCertificates {
  readonly #ports: RootCertificatePorts;
  #store: CertificateStore = [];

  constructor(ports: RootCertificatePorts) {
    this.#ports = ports;
  }

  install(use: CertificateUse, pem: string): 'Accepted' | 'Rejected' {
    const { clock, hashAlgorithm, security } = this.#ports;
    const configuration = this.#ports.configuration();
    const outcome = install(this.#store, use, pem, {
      hashAlgorithm,
      capacity: numberOf(configuration, 'CertificateStoreMaxLength'),
      isRootChecked: flagOf(configuration, 'AdditionalRootCertificateCheck'),
      nowMs: clock.now(),
    });
    if (!outcome.ok) {
      security.report(invalidEvent(use), outcome.error);
      return 'Rejected';
    }
    this.#store = outcome.value;
    security.record('ReconfigurationOfSecurityParameters', `${use} installed`);
    return 'Accepted';
  }

  remove(hashData: CertificateHashData): 'Accepted' | 'NotFound' | 'Failed' {
    const isTlsUsed = usesTls(numberOf(this.#ports.configuration(), 'SecurityProfile'));
    const outcome = remove(this.#store, hashData, isTlsUsed);
    if (!outcome.ok) return outcome.error;
    this.#store = outcome.value;
    this.#ports.security.record('ReconfigurationOfSecurityParameters', 'root certificate deleted');
    return 'Accepted';
  }

  hashDataOf(use: CertificateUse): CertificateHashData[] {
    return hashDataOf(this.#store, use);
  }

  certificatesOf(use: CertificateUse): X509Certificate[] {
    return certificatesOf(this.#store, use);
  }
}

function invalidEvent(use: CertificateUse): string {
  switch (use) {
    case 'CentralSystemRootCertificate':
      return 'InvalidCentralSystemCertificate';
    case 'ManufacturerRootCertificate':
      return 'InvalidFirmwareSigningCertificate';
    default:
      return assertNever(use);
  }
}
