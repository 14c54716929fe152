import { createHash } from 'node:crypto';
import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import { isTransient, KubeferryError } from '../../core/base/errors.ts';
import { discreetError } from '../../core/base/outside/discreet-error.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import { Attempt, FIRST_ATTEMPT } from '../../core/base/run/attempt.ts';
import { countedStore } from '../../core/base/run/counted-store.ts';
import { Clone } from '../../core/base/run/envelope.ts';
import type { StepFailure } from '../../core/base/run/failure.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { ENDED_BY_LAMBDA, leadMs, sayOutOfTime } from '../../core/base/run/out-of-time.ts';
import { findRecord, writeRecord } from '../../core/base/run/records.ts';
import type { MovedBlocks } from '../../core/base/run/volume-records.ts';
import { type Entered, isRefusedIdentity, whileEarly } from '../../core/execute/cluster/early-access.ts';
import { refuseIfClosed } from '../../core/execute/undo/close-run.ts';
import { leaveApis } from './api-turns.ts';
import { required } from './environment.ts';
import { logOf } from './log.ts';
import { noted } from './noted.ts';
import { startTiming } from './times.ts';

/** What every step has at hand. */
export interface Tools {
  store: ObjectStore;
  log: Logger;
  now: () => Date;
  /** Called right before something is made; throws RunIsOver when the run is being rolled back. */
  stillOn: () => Promise<void>;
  /** Milliseconds until Lambda ends the invocation. */
  remainingMs: () => number;
  /** Counted up by a step that moves blocks, for its tally. */
  blocks: MovedBlocks;
}

/** The part of Lambda's context that steps use (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html). */
interface Context {
  getRemainingTimeInMillis(): number;
}

/** The input that all steps after start-clone share; states whose step may have to look again say which attempt it is. */
export const WithClone = z.object({ clone: Clone, attempt: Attempt.default(FIRST_ATTEMPT) });

/**
 * A Lambda handler from a step: checks the input, runs, and lets errors pass with their name, which is what the machine
 * matches. A permanent failure is also kept beside the run's records, since a Distributed Map does not say why an item failed.
 */
export function step<S extends z.ZodType, R>(
  name: string,
  input: S,
  run: (input: z.infer<S>, tools: Tools) => Promise<R>,
) {
  const log = logOf(name);
  return async (event: unknown, context: Context): Promise<R> => {
    const counted = countedStore(
      s3ObjectStore({ bucket: required('KUBEFERRY_BUCKET'), exportsKey: process.env.KUBEFERRY_EXPORTS_KEY }),
    );
    const { store } = counted;
    const blocks = { read: 0, written: 0 };
    const stillOn = () => refuseIfClosed(store, cloneIdOf(event) ?? '');
    const remainingMs = () => context.getRemainingTimeInMillis();
    const tools: Tools = { store, log, now: () => new Date(), stillOn, remainingMs, blocks };
    const timing = startTiming(name, event, tools.now, { ...counted, blocks }, log);
    const end = sayWhenOver(name, event, tools);
    try {
      const output = await run(input.parse(event), tools);
      log.info('done', { clone: cloneIdOf(event), output: output as object });
      return output;
    } catch (thrown) {
      const error = await asEarly(thrown, event, tools);
      await note(name, event, error, tools);
      throw error;
    } finally {
      clearTimeout(end);
      await noted(leaveApis(), tools);
      await timing.end();
    }
  };
}

/** A cluster that the run has just entered may not know it everywhere yet. Only for such a refusal it is read when that was. */
async function asEarly(thrown: unknown, event: unknown, { store, now }: Tools): Promise<Error> {
  const error = discreetError(thrown);
  const input = WithClone.safeParse(event).data;
  if (!input || !isRefusedIdentity(error)) return error;
  const { clone, attempt } = input;
  const entered = await findRecord<Entered>(store, keysOf(clone.cloneId).entered).catch(() => undefined);
  return entered ? whileEarly(error, { enteredAt: entered.at, now: now(), attempt }) : error;
}

/** Lambda ends it without a word: what the report is to say is kept right before. */
function sayWhenOver(name: string, event: unknown, tools: Tools): NodeJS.Timeout {
  const allMs = tools.remainingMs();
  return setTimeout(() => {
    const message = sayOutOfTime(name, Math.round(allMs / 1000));
    tools.log.error('out of time', { clone: cloneIdOf(event), reason: message });
    void keepFailure(name, event, { name: ENDED_BY_LAMBDA, message, problems: [] }, tools);
  }, allMs - leadMs(allMs)).unref();
}

async function note(name: string, event: unknown, error: Error, tools: Tools): Promise<void> {
  if (isTransient(error)) {
    tools.log.info('again', { clone: cloneIdOf(event), reason: error.message });
    return;
  }
  tools.log.error('failed', { clone: cloneIdOf(event), error });
  const problems = error instanceof KubeferryError ? error.problems : [];
  await keepFailure(name, event, { name: error.name, message: error.message, problems }, tools);
}

type Kept = Pick<StepFailure, 'name' | 'message' | 'problems'>;

async function keepFailure(name: string, event: unknown, kept: Kept, { store, log, now }: Tools): Promise<void> {
  const cloneId = cloneIdOf(event);
  if (!cloneId) return;
  const failure: StepFailure = { step: name, ...kept, at: now().toISOString() };
  const id = createHash('sha256').update(`${failure.name}${failure.message}`).digest('hex').slice(0, 16);
  // The failure itself matters more than its record.
  await writeRecord(store, `${keysOf(cloneId).failures}${name}-${id}.json`, failure).catch((second) =>
    log.warn('failure not recorded', { error: second as Error }),
  );
}

function cloneIdOf(event: unknown): string | undefined {
  return WithClone.safeParse(event).data?.clone.cloneId;
}
