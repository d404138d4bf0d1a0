import type { ChargePointCertificatesBody, InstalledCertificateBody } from '../contracts/certificate-rpc.ts';
import type {
  ChargerDescription,
  ChargerPresence,
  ChargerRpc,
  ConnectorBody,
  ConnectorSeries,
  CredentialDigest,
  Removal,
} from '../contracts/charger-rpc.ts';
import type { CommandRequest, CommandResult } from '../contracts/command-rpc.ts';
import type { JobBody, UploadNote, UploadTarget } from '../contracts/job-rpc.ts';
import type { ConfigurationDescription } from '../contracts/configuration-rpc.ts';
import type { LocalListBody, LocalListChange } from '../contracts/local-list-rpc.ts';
import type { ReservationBody } from '../contracts/reservation-rpc.ts';
import type { ChargingProfileBody, LimitBody, LimitChange } from '../contracts/smart-charging-rpc.ts';
import type { TransactionBody } from '../contracts/transaction-body.ts';
import type { Registration, RegistrationChange } from '../domain/registration.ts';
import { chargePointCertificatesOf } from './charge-point-certificate.ts';
import { ChargerHistory } from './charger-history.ts';
import { describeConfiguration, desireConfiguration } from './configuration.ts';
import { setPassword } from './credentials.ts';
import { chargingProfilesOf } from './charging-profiles.ts';
import { describeCharger, describeConnectors, describePresence } from './describe.ts';
import { endByEstimate } from './end-by-estimate.ts';
import { connectorSeriesOf } from './history.ts';
import { jobFileOf, jobsOf, noteUploadOf, uploadTargetOf } from './job-body.ts';
import { installedCertificatesOf } from './installed-certificates.ts';
import { beginLocalList, describeLocalList, putLocalList, stopLocalList } from './local-list.ts';
import { clearLimit, limitOf, setLimit } from './limits.ts';
import { reservationsOf } from './reservations.ts';
import { migrate } from './schema.ts';
import { securityEventsOf } from './security-events.ts';
import { sendCommand } from './send-command.ts';
import { facts } from './store/facts.ts';
import { readTransactionsById } from './store/transactions.ts';
import { removeUploads } from './uploads.ts';
import { windUp } from './wind-up.ts';

/**
 * One charger: owner of its socket, connectors, transactions and commands. Named by the folded chargeBoxId; empty, and
 * without a table, until its registration provisions it. These are the questions that the edge may ask it.
 */
export class Charger extends ChargerHistory implements ChargerRpc {
  provision(registration: Registration, credential: CredentialDigest | null): Promise<boolean> {
    if (this.registration !== null && this.registration.chargerId !== registration.chargerId) {
      return Promise.resolve(false);
    }
    migrate(this.ctx.storage);
    this.ctx.storage.transactionSync(() => {
      facts.registration.write(this.sql, registration);
      setPassword(this.sql, credential, Date.now());
    });
    this.registration = registration;
    this.introduce(registration);
    return Promise.resolve(true);
  }

  amend(
    accountId: string,
    change: RegistrationChange,
    credential?: CredentialDigest | null,
  ): Promise<Registration | null> {
    return this.owned(accountId, (registration) => {
      this.ctx.storage.transactionSync(() => {
        if (credential !== undefined) setPassword(this.sql, credential, Date.now());
        // The owner's own word on the profile ends an upgrade that was asked for over OCPP.
        if (change.securityProfile !== undefined) facts.profileUpgrade.delete(this.sql);
        this.changeRegistration(change);
      });
      return this.registration ?? registration;
    });
  }

  async remove(accountId: string): Promise<Removal | 'logUnavailable' | 'filesUnavailable' | null> {
    if (this.registration?.accountId !== accountId) return null;
    const removal = await windUp({
      storage: this.ctx.storage,
      registration: () => this.registration,
      delivery: this.parts.delivery,
      isConnected: () => this.parts.connections.current() !== null,
      disconnect: () => this.disconnect('deleted'),
      removeFiles: async (registration) => {
        await this.parts.ageing.archive(registration);
        await removeUploads(this.env.UPLOADS, this.sql, registration);
      },
    });
    if (removal === null || removal === 'logUnavailable' || removal === 'filesUnavailable') return removal;
    await this.clear();
    return removal;
  }

  describe(accountId: string): Promise<ChargerDescription | null> {
    return this.owned(accountId, (registration) =>
      describeCharger(this.sql, registration, this.parts.connections.currentSession(), Date.now()),
    );
  }

  presence(accountId: string): Promise<ChargerPresence | null> {
    return this.owned(accountId, (registration) =>
      describePresence(this.sql, registration, this.parts.connections.currentSession(), Date.now()),
    );
  }

  connectors(accountId: string): Promise<ConnectorBody[] | null> {
    return this.owned(accountId, (registration) => describeConnectors(this.sql, registration, Date.now()));
  }

  connectorMeterValues(
    accountId: string,
    connectorId: number,
    window: { from?: number; to?: number; limit: number },
  ): Promise<ConnectorSeries | null> {
    return this.owned(accountId, (registration) =>
      connectorSeriesOf(this.sql, registration, connectorId, window),
    );
  }

  closeTransaction(
    accountId: string,
    transactionId: string,
  ): Promise<TransactionBody | 'unknownTransaction' | 'notRunning' | null> {
    return this.owned(accountId, (registration) => {
      const [transaction] = readTransactionsById(this.sql, [transactionId]);
      if (transaction === undefined) return 'unknownTransaction';
      if (transaction.end !== null) return 'notRunning';
      const [body] = endByEstimate(this.ctx.storage, registration, [transaction], 'operator', Date.now());
      this.deliverSoon();
      return body ?? 'notRunning';
    });
  }

  configuration(accountId: string): Promise<ConfigurationDescription | null> {
    return this.owned(accountId, (registration) => describeConfiguration(this.sql, registration));
  }

  desireConfiguration(
    accountId: string,
    desired: Record<string, string>,
  ): Promise<ConfigurationDescription | null> {
    return this.owned(accountId, (registration) => {
      desireConfiguration(this.sql, desired, Date.now());
      return describeConfiguration(this.sql, registration);
    });
  }

  chargingProfiles(accountId: string): Promise<ChargingProfileBody[] | null> {
    return this.owned(accountId, () => chargingProfilesOf(this.sql));
  }

  limit(accountId: string, connectorId: number): Promise<LimitBody | null> {
    return this.owned(accountId, () => limitOf(this.sql, connectorId, Date.now()));
  }

  async setLimit(accountId: string, change: LimitChange, timeoutSeconds?: number): Promise<CommandResult> {
    if (this.registration?.accountId !== accountId) return { kind: 'notFound' };
    const within = timeoutSeconds === undefined ? {} : { timeoutSeconds };
    return setLimit(this.sql, this.registration.settings, change, Date.now(), (request) =>
      this.command(accountId, { ...request, ...within }),
    );
  }

  async clearLimit(accountId: string, connectorId: number): Promise<CommandResult> {
    if (this.registration?.accountId !== accountId) return { kind: 'notFound' };
    return clearLimit(this.sql, connectorId, (request) => this.command(accountId, request));
  }

  localList(accountId: string): Promise<LocalListBody | null> {
    return this.owned(accountId, () => describeLocalList(this.sql, Date.now()));
  }

  putLocalList(accountId: string, change: LocalListChange): Promise<LocalListBody | null> {
    return this.owned(accountId, () => putLocalList(this.sql, change, Date.now()));
  }

  async sendLocalList(
    accountId: string,
    { updateType, change, timeoutSeconds }: Parameters<ChargerRpc['sendLocalList']>[1],
  ): Promise<CommandResult> {
    if (this.registration?.accountId !== accountId) return { kind: 'notFound' };
    const request = beginLocalList(this.sql, { updateType, change }, Date.now());
    const result = await this.command(accountId, {
      ...request,
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    });
    if (!('commandId' in result) && this.registration !== null) stopLocalList(this.sql, Date.now());
    return result;
  }

  chargePointCertificates(accountId: string): Promise<ChargePointCertificatesBody | null> {
    return this.owned(accountId, () => chargePointCertificatesOf(this.sql, Date.now()));
  }

  installedCertificates(accountId: string): Promise<InstalledCertificateBody[] | null> {
    return this.owned(accountId, () => installedCertificatesOf(this.sql));
  }

  securityEvents(
    accountId: string,
    page: Parameters<ChargerRpc['securityEvents']>[1],
  ): ReturnType<ChargerRpc['securityEvents']> {
    return this.owned(accountId, () => securityEventsOf(this.sql, page));
  }

  reservations(accountId: string, reservationId?: number): Promise<ReservationBody[] | null> {
    return this.owned(accountId, () => reservationsOf(this.sql, reservationId));
  }

  jobs(accountId: string, query: { jobId?: string; limit: number }): Promise<JobBody[] | null> {
    return this.owned(accountId, (registration) => jobsOf(this.sql, registration, query, Date.now()));
  }

  jobFile(accountId: string, jobId: string, name?: string) {
    return this.owned(accountId, (registration) => jobFileOf(this.sql, registration, jobId, name));
  }

  uploadTarget(jobId: string): Promise<UploadTarget | null> {
    const { registration } = this;
    return Promise.resolve(registration === null ? null : uploadTargetOf(this.sql, registration, jobId));
  }

  noteUpload(jobId: string, file: { name: string; size: number }): Promise<UploadNote> {
    return Promise.resolve(
      this.registration === null ? 'unknownJob' : noteUploadOf(this.sql, jobId, file, Date.now()),
    );
  }

  async command(accountId: string, request: CommandRequest): Promise<CommandResult> {
    if (this.registration?.accountId !== accountId) return { kind: 'notFound' };
    return sendCommand(this.parts.sendPorts(Date.now()), request);
  }

  async stopTransaction(
    accountId: string,
    transactionId: string,
    timeoutSeconds?: number,
  ): Promise<CommandResult> {
    const [transaction] =
      this.registration?.accountId === accountId ? readTransactionsById(this.sql, [transactionId]) : [];
    if (transaction === undefined) return { kind: 'unknownTransaction' };
    return this.command(accountId, {
      action: 'RemoteStopTransaction',
      payload: { transactionId: transaction.ocppTransactionId },
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    });
  }
}
