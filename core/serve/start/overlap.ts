import { KubeferryError } from '../../base/errors.ts';
import type { Announcer } from '../../base/ports/announcer.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { isOver, type RunDetails, type RunKey, type Runs } from '../../base/ports/runs.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf, waitingKey } from '../../base/run/keys.ts';
import { type Held, homesText, type Lock, lockHeld, stillHolds } from '../../base/run/lock.ts';
import { machineName } from '../../base/run/names.ts';
import { findRecord } from '../../base/run/records.ts';
import { hasFailed, startRollBack } from '../../execute/undo/start-roll-back.ts';
import { replacedEvent } from '../../reporting/announcement.ts';
import type { Delivery } from './delivery.ts';
import { leaveSeat, takeSeat } from './seat.ts';

/** So long a scheduled run waits for the namespaces: the retry of "Start clone" in `clone-workload.asl.json` lasts longer. */
const LONGEST_WAIT_HOURS = 24;

export interface Overlap {
  clone: Clone;
  delivery: Delivery;
  /** As this run asked for it. */
  own: Lock;
  held: Held;
}

export interface OverlapTools {
  store: ObjectStore;
  runs: Pick<Runs, 'describe' | 'start' | 'stop'>;
  now: () => Date;
  /** Repeated, it goes out once. */
  announce: Announcer['announce'];
}

/**
 * What becomes of a scheduled time whose namespaces are held, as its overlap policy says. Answers why the time is left
 * out; throws NotYet where it waits, and LockHeld or DeadlinePassed where somebody has to look at the holder.
 * One step at a time, each the same when it is done again: the machine asks until the lock is free.
 */
export async function meetOverlap(overlap: Overlap, tools: OverlapTools): Promise<string> {
  const { delivery, held, own } = overlap;
  const ofSchedule = held.holder.schedule === own.schedule;
  if (delivery.overlap === 'queue') return waitInLine(overlap, tools);
  if (!ofSchedule) throw lockHeld(held);
  return delivery.overlap === 'replace' ? replace(overlap, tools) : skip(overlap, tools);
}

/** A run that has the namespaces waits no more. */
export async function leaveLine({ clone, delivery }: Pick<Overlap, 'clone' | 'delivery'>, { store }: OverlapTools) {
  await leaveSeat(store, waitingKey(clone.route.name, delivery.schedule), clone.cloneId);
}

/** A former run that ended without giving its namespaces back would have all times left out, with nobody to notice. */
async function skip({ clone, held }: Overlap, tools: OverlapTools): Promise<string> {
  const { holder } = held;
  const former = await tools.runs.describe(keyOf(clone, holder));
  const failed = !former || hasFailed(former);
  if (failed && (await stillHolds(tools.store, held)))
    throw stuck(held, former, 'so nothing would ever be cloned here');
  return `Skipped, since run ${holder.cloneId} of this schedule is still under way.`;
}

/** One run waits, and the times after it are left out: it clones what is there when its turn comes. */
async function waitInLine(overlap: Overlap, tools: OverlapTools): Promise<string> {
  const { clone, delivery, own } = overlap;
  const seat = waitingKey(clone.route.name, delivery.schedule);
  const waiting = await takeSeat(tools.store, seat, own);
  if (!waiting) throw notYet(overlap, tools);
  const former = await tools.runs.describe(keyOf(clone, waiting));
  if (former && !isOver(former))
    return `Skipped, since run ${waiting.cloneId} of this schedule waits already, for run ${overlap.held.holder.cloneId}.`;
  await leaveSeat(tools.store, seat, waiting.cloneId);
  return waitInLine(overlap, tools);
}

/** Stops the run before, and rolls it back; the roll-back gives its namespaces back. A later time is not replaced. */
async function replace(overlap: Overlap, tools: OverlapTools): Promise<string> {
  const { clone, delivery, held, own } = overlap;
  if (held.holder.since > own.since)
    return `Skipped, since run ${held.holder.cloneId}, of a later time of this schedule, has taken its place.`;
  const key = keyOf(clone, held.holder);
  const former = await tools.runs.describe(key);
  if (former && !isOver(former)) {
    const cause = `The next time of schedule ${delivery.schedule} came: run ${clone.cloneId} takes its place.`;
    await tools.runs.stop(key, { error: 'Replaced', cause });
  } else if (former?.status !== 'SUCCEEDED' && (await stillHolds(tools.store, held))) {
    await undo(overlap, former, tools);
  }
  throw notYet(overlap, tools);
}

async function undo({ clone, held }: Overlap, former: RunDetails | undefined, tools: OverlapTools): Promise<void> {
  const record = await findRecord<{ clone: Clone }>(tools.store, keysOf(held.holder.cloneId).clone);
  // The roll-back machine takes any run's record: who may start this route undoes no run of another.
  if (record?.clone.route.name !== clone.route.name)
    throw stuck(held, former, 'and this route has no record to roll it back by');
  await tools.announce(replacedEvent(record.clone, clone));
  const rollBack = await startRollBack(tools.runs, record.clone, { again: false });
  if (hasFailed(rollBack)) throw stuck(held, former, `and its roll-back ${rollBack.name} is ${rollBack.status}`);
}

const keyOf = ({ route }: Clone, { cloneId }: Lock): RunKey => ({ machine: machineName(route.name), name: cloneId });

function notYet({ clone, held }: Overlap, { now }: OverlapTools): KubeferryError {
  const what = `run ${held.holder.cloneId}, which holds ${homesText(held)} of cluster "${held.target.cluster}" since ${held.holder.since}`;
  if (now().getTime() - Date.parse(clone.startedAt) < LONGEST_WAIT_HOURS * 3_600_000) {
    return new KubeferryError('NotYet', `Waits for ${what}.`);
  }
  return new KubeferryError(
    'DeadlinePassed',
    `This run has waited ${LONGEST_WAIT_HOURS} hours for ${what}. Nothing was touched. Wait until that run ends, or stop it and roll it back.`,
  );
}

const stuck = ({ homes, holder }: Held, former: RunDetails | undefined, consequence: string) =>
  new KubeferryError(
    'LockHeld',
    `Run ${holder.cloneId} of this schedule holds ${homesText({ homes })} since ${holder.since} though it is ` +
      `${former?.status ?? 'no longer exists'}, ${consequence}. Nothing was touched. Resume it, or roll it back: ` +
      `kubeferry retry, or kubeferry rollback, with its route and ${holder.cloneId}.`,
  );
