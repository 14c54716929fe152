import { leaveCapture } from '../../base/captures/register.ts';
import { KubeferryError, type Problem } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import { type Attempt, FIRST_ATTEMPT } from '../../base/run/attempt.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { cleanUpCommand, rollBackCommand, withWayOut } from '../../base/run/left.ts';
import type { Lineage } from '../../base/run/lineage.ts';
import { homeOf } from '../../base/run/lineage-home.ts';
import { releaseLocks } from '../../base/run/lock.ts';
import { roundsOf } from '../../base/run/rounds.ts';
import { noteNamespaces } from '../../plan/refresh/clone-of-namespace.ts';
import { endCaptureReadings } from '../captures/end-capture-readings.ts';
import { forgetIfCapture, refuseUsedCapture } from '../captures/remove-capture.ts';
import { leaveCluster } from '../entry/access.ts';
import type { AccessTools } from '../entry/access-tools.ts';
import { sidesOf } from '../entry/sides.ts';
import { keepSafetySnapshots } from '../handing/safety-snapshots.ts';
import { endReadings, idsKept, markKept, removeLeaving } from '../lineage/remove-pairs.ts';
import { settleLineages } from '../lineage/settle-lineage.ts';
import { removeRounds } from '../rounds/remove-rounds.ts';
import { endShares } from '../shares/end-shares.ts';
import type { Ending } from './ending.ts';
import { forgetExports } from './forget-exports.ts';
import { removeSnapshots } from './remove-snapshots.ts';

export interface CleanUpSide {
  storage: VolumeStorage;
  clusters: AccessTools['clusters'];
}

/**
 * Removes what only the run needed, in an order that keeps rights until last; first of all `retire` lets the clone go
 * whose place the run has taken. Every part is tried even when another
 * fails; then throws RollBackIncomplete naming what is left. Harmless at any time.
 */
export async function cleanUpClone(
  source: CleanUpSide,
  target: CleanUpSide,
  store: ObjectStore,
  clone: Clone,
  now: () => Date,
  retire: () => Promise<{ retired: number }>,
  ending: Ending,
  attempt: Attempt = FIRST_ATTEMPT,
): Promise<{ removed: number }> {
  const { cloneId, route } = clone;
  if (ending === 'roll-back') await refuseUsedCapture(store, clone, now());
  const keepsCapture = clone.mode === 'capture' && ending === 'verified';
  const problems: Problem[] = [];
  let removed = 0;
  const part = async (at: string, run: () => Promise<number>) => {
    try {
      removed += await run();
    } catch (error) {
      if (error instanceof KubeferryError && ['Throttled', 'Unavailable', 'NotYet'].includes(error.name)) throw error;
      problems.push({ at, message: error instanceof Error ? error.message : String(error) });
    }
  };
  const sharedWith = route.source.account === route.target.account ? {} : { sharedWith: route.target.account };
  await part('the former clone', async () => (await retire()).retired);
  const sides = {
    source: { ...homeOf(route.source), storage: source.storage },
    target: { ...homeOf(route.target), storage: target.storage },
  };
  let lineages: Lineage[] | undefined;
  let safety: ReadonlySet<string> = new Set();
  await part('what is kept for the next clone', async () => {
    safety = await keepSafetySnapshots(store, cloneId, ending);
    lineages = clone.mode === 'capture' ? [] : await settleLineages(store, clone, now(), ending);
    if (ending === 'verified') await markKept(sides, cloneId, lineages, attempt);
    await endReadings(sides.source, lineages, now());
    return 0;
  });
  // While it is not known what is kept, no snapshot is removed.
  if (lineages && !keepsCapture) {
    const kept = new Set([...idsKept(lineages), ...safety]);
    const leaving = lineages;
    await part(`snapshots in ${route.source.account}`, () =>
      removeSnapshots({ storage: source.storage, step: 'source-snapshot', ...sharedWith, kept }, store, cloneId),
    );
    await part(`snapshots in ${route.target.account}`, () =>
      removeSnapshots({ storage: target.storage, step: 'target-snapshot', kept }, store, cloneId),
    );
    await part('snapshots of its rounds', async () => {
      const { rounds } = await roundsOf(store, cloneId);
      const storages = { source: source.storage, target: target.storage };
      return removeRounds(storages, store, clone, rounds, { isLastTime: true });
    });
    await part('snapshots of former clones', () => removeLeaving(sides, store, cloneId, leaving));
  }
  await part(`shares of snapshots of others in ${route.source.account}`, () => endShares(source.storage, store, clone));
  for (const side of sidesOf(clone))
    await part(`access entry of cluster ${route[side].cluster}`, () =>
      leaveCluster({ ...(side === 'source' ? source : target), store, now }, clone, side),
    );
  // What is left to be undone, or to be retired, may still need them.
  if (problems.length === 0) await part('its exported objects', () => forgetExports(store, cloneId, ending));
  await part('notes of its namespaces', () => noteNamespaces(store, clone));
  await part('locks', () => releaseLocks(store, route.target, cloneId));
  await part('the capture that it was cloned from', () => leaveCapture(store, route.source, cloneId));
  await part('access to its snapshots', () => endCaptureReadings(source.storage, store, clone));
  if (problems.length === 0 && ending === 'roll-back')
    await part('the entry of its capture', () => forgetIfCapture(store, clone));
  if (problems.length > 0) throw incomplete(clone, problems, ending);
  return { removed };
}

function incomplete(clone: Clone, problems: Problem[], ending: Ending): KubeferryError {
  const list = problems.map(({ at, message }) => `${at}: ${message.replace(/\.$/, '')}`).join('; ');
  const what =
    ending === 'verified'
      ? `Not everything that only run ${clone.cloneId} needed`
      : `Not everything of run ${clone.cloneId}`;
  const wayOut = ending === 'verified' ? cleanUpCommand(clone) : rollBackCommand(clone);
  return new KubeferryError('RollBackIncomplete', withWayOut(`${what} could be removed: ${list}`, wayOut), {
    problems,
  });
}
