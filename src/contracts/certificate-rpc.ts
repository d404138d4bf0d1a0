import type { CertificateHashData } from '../ocpp/v16/types/certificate-hash-data.ts';

/** A certificate of the charger itself, from its request on; what is not known yet is null. */
export interface ChargePointCertificateBody {
  state: string;
  /** Why it is refused, failed or rejected, or has no clear answer. */
  reason: string | null;
  subject: string | null;
  issuer: string | null;
  /** Hex. */
  serialNumber: string | null;
  /** SHA-256, hex. */
  fingerprint: string | null;
  notBefore: string | null;
  notAfter: string | null;
  /** `builtin`, a URL, or `operator` for one that a raw command brought. */
  certificateAuthority: string | null;
  /** PEM, the leaf first. */
  certificateChain: string | null;
  commandId: string | null;
  requestedAt: string;
  signedAt: string | null;
  answeredAt: string | null;
  activeAt: string | null;
}

export interface ChargePointCertificatesBody {
  /** The last one that the charger has accepted. */
  current: ChargePointCertificateBody | null;
  /** The last one that was asked for or brought, whatever became of it. */
  latest: ChargePointCertificateBody | null;
}

/** A root certificate in a charger, as far as it is known. */
export interface InstalledCertificateBody {
  certificateType: string;
  /** As the charger told it; null where it was installed since and the charger has not been asked. */
  certificateHashData: CertificateHashData | null;
  /** Null where it was not installed from here. */
  subject: string | null;
  notBefore: string | null;
  notAfter: string | null;
  installedAt: string | null;
  /** When the charger told it. */
  readAt: string | null;
}

export interface SecurityEventBody {
  /** Counts from 1 in the order of arrival. */
  number: number;
  type: string;
  isCritical: boolean;
  timestamp: string;
  techInfo: string | null;
  receivedAt: string;
}

/** What a charger's object offers of its certificates and security events. */
export interface CertificateRpc {
  chargePointCertificates(accountId: string): Promise<ChargePointCertificatesBody | null>;
  /** What is known without asking the charger. */
  installedCertificates(accountId: string): Promise<InstalledCertificateBody[] | null>;
  /** Newest first; `total` is how many are kept. */
  securityEvents(
    accountId: string,
    page: { limit: number; offset: number; before: number | null },
  ): Promise<{ events: SecurityEventBody[]; total: number } | null>;
}
