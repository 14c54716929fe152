import { refText } from '../../../kube/kube-object.ts';
import { KubeferryError, type Problem } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import { JOBS_AT_ONCE } from '../../plan/movers/job-minutes.ts';
import { MOVER_HOST, type MoverOf, moverRefs } from '../../plan/movers/mover-objects.ts';
import type { PlannedVolume } from '../../plan/volumes/volume-plan.ts';
import type { SnapshotsWait } from '../progress/waits.ts';
import { cloneClaim, takeSnapshot } from './clone-claim.ts';
import { eventsOf, findMade } from './find-made.ts';
import type { MoverRecord } from './mover-record.ts';
import type { MoverTools, Moving } from './mover-tools.ts';
import { type Standing, standingOf } from './standing.ts';
import { makeJob, startMover } from './start-mover.ts';

/** The claims of a plan that Jobs of the run copy. */
export const movingOf = (planned: readonly PlannedVolume[]): Moving[] =>
  planned.flatMap(({ claim, strategy, sizeGiB, origin }) =>
    origin?.kind === 'mover' ? [{ claim, strategy, sizeGiB, move: origin }] : [],
  );

/**
 * Makes the Jobs that copy files in the source, looks how they stand, and keeps what each has copied: snapshots of all claims first, then
 * copies, a few at a time. Asked again and again: throws NotYet while one is at work, and MoverFailed with all that have failed. It removes
 * nothing: `removeMovers` does, whatever has become of them.
 */
export async function moveFiles(
  tools: MoverTools,
  clone: Clone,
  moving: readonly Moving[],
): Promise<{ moved: number }> {
  const problems: Problem[] = [];
  const waiting = new Map<string, string>();
  const note = (each: Moving, standing: Standing) => {
    if (standing.state === 'failed')
      problems.push({
        at: refText(moverRefs({ cloneId: clone.cloneId, claim: each.claim }).job),
        message: sayFailed(each, standing),
      });
    if (standing.state === 'under way') waiting.set(each.claim, standing.waits ? ` (${standing.waits})` : '');
  };
  for (const each of moving) note(each, await snapshotOf(tools, clone, each));
  if (problems.length === 0 && waiting.size === 0) await tools.comeBack?.();
  let atWork = 0;
  for (const each of moving) {
    if (atWork === JOBS_AT_ONCE || problems.length > 0) break;
    if (waiting.has(each.claim)) continue;
    const standing = await advance(tools, clone, each);
    note(each, standing);
    if (standing.state === 'under way') atWork += 1;
  }
  if (problems.length > 0)
    throw new KubeferryError(
      'MoverFailed',
      `${problems.map(({ message }) => message).join(' ')} Correct it, and start again.`,
      {
        problems,
      },
    );
  await tellWaits(tools.store, clone.cloneId, moving, waiting);
  if (waiting.size > 0) {
    const list = [...waiting].map(([claim, why]) => `${claim}${why}`).join(', ');
    throw new KubeferryError('NotYet', `Jobs in the source are copying the files of ${list}.`);
  }
  return { moved: moving.length };
}

/** For those who follow the run: before its snapshots are taken, there are no other volumes to see. */
async function tellWaits(
  store: ObjectStore,
  cloneId: string,
  moving: readonly Moving[],
  waiting: ReadonlyMap<string, string>,
): Promise<void> {
  const key = keysOf(cloneId).snapshotsWait;
  if (waiting.size === 0) return store.delete(key);
  const volumes = moving.map(({ claim, strategy, sizeGiB }) => {
    const why = waiting.get(claim);
    const told = { claim, strategy, sizeGiB };
    return why === undefined ? told : { ...told, waitingFor: `a Job in the source that copies its files${why}` };
  });
  await writeRecord(store, key, { volumes } satisfies SnapshotsWait);
}

const sayFailed = ({ claim }: Moving, { why }: Extract<Standing, { state: 'failed' }>) =>
  `The files of claim ${claim} were not copied: ${why.replace(/\.$/, '')}.`;

/** Whether the claim is in the state that is copied, where that is one of a snapshot. */
async function snapshotOf(tools: MoverTools, run: Clone, moving: Moving): Promise<Standing> {
  const { claim, move } = moving;
  const { snapshot } = move;
  if (!snapshot) return { state: 'moved' };
  const started = await makeJob(tools, run, moving);
  if ('why' in started) return { state: 'failed', why: started.why };
  return (
    (await takeSnapshot(tools, { of: { cloneId: run.cloneId, claim }, snapshot, ...started })) ?? { state: 'moved' }
  );
}

/** One claim, as far as it gets now. */
async function advance(tools: MoverTools, run: Clone, moving: Moving): Promise<Standing> {
  const { claim, move } = moving;
  const { store, api, now } = tools;
  const of = { cloneId: run.cloneId, claim };
  const before = await findRecord<MoverRecord>(store, keysOf(run.cloneId).mover(claim));
  if (before?.moved) return { state: 'moved' };
  const started = await startMover(tools, run, moving);
  if ('why' in started) return { state: 'failed', why: started.why };
  const { record } = started;
  const { job, pods } = await findMade(api, of);
  if (!job) return { state: 'failed', why: 'somebody has deleted its Job' };
  const { snapshot } = move;
  const begins = snapshot && (await cloneClaim(tools, { of, snapshot, ...started }, job));
  if (begins) return begins;
  const events = pods.length === 0 ? await eventsOf(api, of) : [];
  const seconds = (now().getTime() - Date.parse(record.begunAt ?? record.at)) / 1000;
  const standing = standingOf({ job, pods, events, seconds, move });
  if (standing.state !== 'moved') return standing;
  return keepMoved(tools, of, record);
}

/** What it has written is read as any repository is: what the Job says of itself counts for nothing. */
async function keepMoved(
  { store, openMoved }: MoverTools,
  { cloneId, claim }: MoverOf,
  record: MoverRecord,
): Promise<Standing> {
  const keys = keysOf(cloneId);
  const password = Buffer.from((await store.get(keys.moverPassword(claim))) ?? '').toString('utf8');
  try {
    const repository = await openMoved(keys.movedFiles(claim), password);
    const { id, time, bytes } = await repository.find({ host: MOVER_HOST, tag: cloneId });
    const takenAt = record.takenAt ?? new Date(time).toISOString();
    const moved = { snapshotId: id, takenAt, ...(bytes === undefined ? {} : { bytes }) };
    await writeRecord(store, keys.mover(claim), { ...record, moved } satisfies MoverRecord);
    return { state: 'moved' };
  } catch (error) {
    if (!(error instanceof KubeferryError) || !['NotFound', 'WrongPassword', 'DataCorrupt'].includes(error.name))
      throw error;
    return { state: 'failed', why: `its Job has succeeded, and what it has written is not usable: ${error.message}` };
  }
}
