import { type Job, type JobKind, lastRequestId, nextRequestId, requestJob } from '../domain/job.ts';
import { applyAnswer, cancelOthers, type JobAnswer } from '../domain/job-answer.ts';
import { type JobNotification, noteFirmwareVersion, selectJob } from '../domain/job-selection.ts';
import { applyStatus } from '../domain/job-status.ts';
import type { Command } from '../domain/command.ts';
import type { Registration } from '../domain/registration.ts';
import { newId } from '../lib/ids.ts';
import { parseTimestamp } from '../ocpp/timestamp.ts';
import type { CheckPorts, Effect, EffectPorts, Settlement } from './commands/command-rule.ts';
import { readCommand } from './store/commands.ts';
import { facts } from './store/facts.ts';
import { readOpenJobs, readRecentJobs, writeJob } from './store/jobs.ts';

/** As many of the latest are looked through for a requestId or a command. */
const RECENT = 100;

interface JobRequest {
  kind: JobKind;
  requestId?: number;
  location: string;
  logType?: string;
  retrieveDate?: string;
  installDate?: string | undefined;
}

/** The requestId of a request that names none. */
export function requestIdFor({ sql, now }: CheckPorts): number {
  return nextRequestId(facts.lastRequestId.read(sql), now);
}

/** A command that begins a job joins the queue. */
export function beginJob(
  { kind, requestId, location, logType, retrieveDate, installDate }: JobRequest,
  { commandId, jobId }: { commandId: string; jobId: string | null },
  { sql, now }: EffectPorts,
): Effect {
  const job = requestJob(
    {
      jobId: jobId ?? newId('job'),
      kind,
      commandId,
      requestId: requestId ?? null,
      location,
      logType: logType ?? null,
      retrieveAt: momentOf(retrieveDate),
      installAt: momentOf(installDate),
      firmwareBefore: facts.boot.read(sql)?.firmwareVersion ?? null,
    },
    now,
  );
  writeJob(sql, job);
  if (requestId !== undefined) {
    const last = lastRequestId(facts.lastRequestId.read(sql), requestId);
    if (last !== null) facts.lastRequestId.write(sql, last);
  }
  return {};
}

/** A command that began a job has ended. */
export function settleJob<Confirmation>(
  end: Settlement<Confirmation>,
  answerOf: (confirmation: Confirmation) => JobAnswer,
  { commandId, sentAt }: Command,
  { sql, now }: EffectPorts,
): Effect {
  const open = readOpenJobs(sql);
  const isIts = (job: Job) => job.commandId === commandId;
  const job = open.find(isIts) ?? readRecentJobs(sql, RECENT).find(isIts);
  if (job === undefined) return {};
  const answer = end.state === 'answered' ? answerOf(end.confirmation) : withoutAnswer(end.state, sentAt);
  const answered = applyAnswer(job, answer, now);
  writeJob(sql, answered);
  if (answered.answer === 'AcceptedCanceled') {
    for (const other of cancelOthers(answered, open, now)) writeJob(sql, other);
  }
  return {};
}

function withoutAnswer(
  state: Exclude<Settlement<unknown>['state'], 'answered'>,
  sentAt: number | null,
): JobAnswer {
  switch (state) {
    case 'callError':
      return { kind: 'callError' };
    case 'invalidAnswer':
      return { kind: 'unclear', word: 'InvalidAnswer' };
    case 'timedOut':
    case 'connectionLost':
    case 'expired':
      return sentAt === null ? { kind: 'notSent', word: state } : { kind: 'unclear', word: state };
  }
}

/** The charger tells how a job goes; gives the job's id, null where it is about none. */
export function noteJobStatus(
  notification: JobNotification,
  now: number,
  { sql, registration }: { sql: SqlStorage; registration: Registration },
): string | null {
  const job = selectJob(readRecentJobs(sql, RECENT), notification, {
    isWaiting: ({ commandId }) => readCommand(sql, commandId)?.state === 'queued',
    graceMs: graceOf(registration),
    now,
  });
  if (job === null) return null;
  const changed = applyStatus(job, notification.word, now);
  if (changed !== job) writeJob(sql, changed);
  return job.jobId;
}

/** The charger has started with other firmware than before. */
export function noteNewFirmware(
  version: string,
  now: number,
  { sql, registration }: { sql: SqlStorage; registration: Registration },
): void {
  const job = noteFirmwareVersion(readRecentJobs(sql, RECENT), version, {
    graceMs: graceOf(registration),
    now,
  });
  if (job !== null) writeJob(sql, job);
}

/** A notification without a number may be about a job that ended so recently, ms. */
function graceOf({ settings }: Registration): number {
  return settings.jobStallSeconds * 1000;
}

function momentOf(text: string | undefined): number | null {
  return text === undefined ? null : (parseTimestamp(text)?.ms ?? null);
}
