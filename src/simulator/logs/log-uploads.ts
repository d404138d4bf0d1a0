import { assertNever } from '../../lib/assert-never.ts';
import { failure, type Result } from '../../lib/result.ts';
import type { ConfirmationOf, RequestOf } from '../../ocpp/message.ts';
import { messages } from '../../ocpp/v16/messages/index.ts';
import type { Clock } from '../clock.ts';
import type { ChargerEvent } from '../events.ts';
import type { KeptReports } from '../kept-reports.ts';
import { attemptRepeatedly, attemptRule } from '../transfer/attempts.ts';
import {
  describeTransferFailure,
  type TextFile,
  type TransferFailure,
  upload,
} from '../transfer/transfer.ts';
import type { UploadMethod } from '../transfer/transfer-address.ts';
import { type LogEntry, logFile, logWindow } from './log-file.ts';
import { failedLogStatus } from './upload-status.ts';

type DiagnosticsRequest = RequestOf<typeof messages.GetDiagnostics>;
type LogRequest = RequestOf<typeof messages.GetLog>;
type LogAnswer = ConfirmationOf<typeof messages.GetLog>;

export interface LogUploadPorts {
  identity: string;
  /** What the charger is, for the head of a file. */
  about: () => string;
  clock: Clock;
  reports: KeptReports;
  uploadMethod: UploadMethod;
  isOnline: () => boolean;
  diagnostics: () => readonly LogEntry[];
  security: () => readonly LogEntry[];
  emit: (event: ChargerEvent) => void;
}

/** An upload that was agreed to: `start` it once the answer is out. */
export interface AgreedUpload<Answer> {
  confirmation: Answer;
  start: () => void;
}

interface Upload {
  file: TextFile;
  /** Null: asked for with GetDiagnostics, which has no ids. */
  requestId: number | null;
  end: AbortController;
}

/**
 * The files that this charger hands in: one of GetDiagnostics and one of GetLog at a time. A further request takes the
 * place of the one before (OCPP 1.6 5.9, security white paper N01).
 */
export class LogUploads {
  readonly #ports: LogUploadPorts;
  #diagnostics: Upload | null = null;
  #log: Upload | null = null;

  constructor(ports: LogUploadPorts) {
    this.#ports = ports;
  }

  /** Null: there is nothing to hand in. */
  agreeToDiagnostics(request: DiagnosticsRequest): AgreedUpload<{ fileName: string }> | null {
    const { startTime, stopTime } = request;
    const file = this.#file('diagnostics', this.#ports.diagnostics(), startTime, stopTime);
    if (file === null) return null;
    this.#diagnostics?.end.abort();
    const job: Upload = { file, requestId: null, end: new AbortController() };
    this.#diagnostics = job;
    return {
      confirmation: { fileName: file.name },
      start: () => {
        void this.#run(job, request.location, request).then(() => {
          if (this.#diagnostics === job) this.#diagnostics = null;
        });
      },
    };
  }

  /** Null: there is nothing to hand in. */
  agreeToLog(request: LogRequest): AgreedUpload<LogAnswer> | null {
    const { log, logType, requestId } = request;
    const file = this.#fileOf(logType, log.oldestTimestamp, log.latestTimestamp);
    if (file === null) return null;
    const status = this.#log === null ? 'Accepted' : 'AcceptedCanceled';
    this.#log?.end.abort();
    const job: Upload = { file, requestId, end: new AbortController() };
    this.#log = job;
    return {
      confirmation: { status, filename: file.name },
      start: () => {
        void this.#run(job, log.remoteLocation, request).then(() => {
          if (this.#log === job) this.#log = null;
        });
      },
    };
  }

  /** What goes on with GetDiagnostics, for a server that asks (OCPP 1.6 5.17). */
  get diagnosticsStatus(): RequestOf<typeof messages.DiagnosticsStatusNotification> {
    return { status: this.#diagnostics === null ? 'Idle' : 'Uploading' };
  }

  /** What goes on with GetLog; while nothing does, there is no requestId (security white paper N01). */
  get logStatus(): RequestOf<typeof messages.LogStatusNotification> {
    const requestId = this.#log?.requestId ?? null;
    return requestId === null ? { status: 'Idle' } : { status: 'Uploading', requestId };
  }

  /** The charger ends: nothing is handed in any more. */
  close(): void {
    this.#diagnostics?.end.abort();
    this.#log?.end.abort();
  }

  async #run(
    job: Upload,
    location: string,
    limits: { retries?: number | undefined; retryInterval?: number | undefined },
  ): Promise<void> {
    const { clock } = this.#ports;
    const { signal } = job.end;
    this.#tell(job, null);
    const outcome = await attemptRepeatedly(
      () => this.#upload(job, location),
      attemptRule(limits),
      clock,
      signal,
    );
    if (!signal.aborted) this.#tell(job, outcome);
  }

  async #upload(job: Upload, location: string): Promise<Result<null, TransferFailure>> {
    if (!this.#ports.isOnline()) return failure({ kind: 'unreachable', reason: 'the charger is offline' });
    return upload(job.file, location, this.#ports.uploadMethod, job.end.signal);
  }

  /** Tells how it goes: `outcome` null is at the beginning. */
  #tell(job: Upload, outcome: Result<null, TransferFailure> | null): void {
    const { reports, emit } = this.#ports;
    const { requestId, file } = job;
    const detail = outcome === null || outcome.ok ? null : describeTransferFailure(outcome.error);
    if (requestId === null) {
      const status = outcome === null ? 'Uploading' : outcome.ok ? 'Uploaded' : 'UploadFailed';
      emit({ type: 'upload', fileName: file.name, status, detail });
      reports.tell(messages.DiagnosticsStatusNotification, { status });
      return;
    }
    const status = outcome === null ? 'Uploading' : outcome.ok ? 'Uploaded' : failedLogStatus(outcome.error);
    emit({ type: 'upload', fileName: file.name, status, detail });
    reports.tell(messages.LogStatusNotification, { status, requestId });
  }

  #fileOf(logType: LogRequest['logType'], oldest: string | undefined, latest: string | undefined) {
    switch (logType) {
      case 'DiagnosticsLog':
        return this.#file('diagnostics', this.#ports.diagnostics(), oldest, latest);
      case 'SecurityLog':
        return this.#file('security', this.#ports.security(), oldest, latest);
      default:
        return assertNever(logType);
    }
  }

  #file(
    log: 'diagnostics' | 'security',
    entries: readonly LogEntry[],
    from: string | undefined,
    until: string | undefined,
  ): TextFile | null {
    const { identity, clock, about } = this.#ports;
    return logFile(log, entries, logWindow(from, until), { identity, nowMs: clock.now(), about: about() });
  }
}
