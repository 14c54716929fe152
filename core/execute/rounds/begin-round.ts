import { KubeferryError } from '../../base/errors.ts';
import type { VolumePace } from '../../base/pace/volume-pace.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { Attempt } from '../../base/run/attempt.ts';
import type { Clone, Parent } from '../../base/run/envelope.ts';
import { changeRounds, copyIdOf, parentsOf, type Round, roundsOf } from '../../base/run/rounds.ts';
import { brings, takesSnapshot } from '../../base/strategies.ts';
import type { PlannedVolume } from '../../plan/volumes/volume-plan.ts';
import { snapshotVolumes } from '../capture/snapshot-volumes.ts';
import { holdParents } from '../lineage/hold-parents.ts';

/** Volumes whose data changes as long as the source works: others have a snapshot already, or are written from files. */
const isAhead = (volume: PlannedVolume): boolean => brings(volume) && takesSnapshot(volume);

/**
 * Begins a round of a migration, or finds the one that an earlier attempt began: takes a snapshot of each volume while the
 * source works on, and writes down what the machine maps over. It goes on from the round before; the first one from
 * what an earlier run has left. Throws NotYet while what was made cannot be seen yet, and while Azure makes no more snapshots.
 */
export async function beginRound(
  storage: VolumeStorage,
  store: ObjectStore,
  clone: Clone,
  planned: readonly PlannedVolume[],
  { attempt, now, pace }: { attempt: Attempt; now: Date; pace: VolumePace | undefined },
): Promise<{ round: number; volumes: number }> {
  if (clone.route.source.kind === 'aks') await waitForSnapshots(store, clone, attempt, now);
  const { rounds } = await changeRounds(store, clone.cloneId, ({ rounds: before, ...rest }) => ({
    ...rest,
    rounds: before.at(-1) === undefined || before.at(-1)!.endedAt ? [...before, beginning(before, now)] : before,
  }));
  const { number } = rounds.at(-1)!;
  const ahead = planned.filter(isAhead);
  const copyId = copyIdOf({ cloneId: clone.cloneId, round: number });
  const parents = await parentsFor(store, clone, rounds, ahead, copyId);
  const { volumes } = await snapshotVolumes(storage, store, copyId, ahead, attempt, parents, pace);
  return { round: number, volumes };
}

/** Azure makes seven incremental snapshots of a disk in five minutes (https://learn.microsoft.com/azure/virtual-machines/disks-incremental-snapshots#restrictions). */
const APART_MS = 60_000;
/** The machine asks again after 2 to 15 seconds (copy-rounds.asl.json): after so many times a minute is over by its clock. */
const MOST_ASKS = 8;

async function waitForSnapshots(
  store: ObjectStore,
  { cloneId }: Clone,
  { retries }: Attempt,
  now: Date,
): Promise<void> {
  const last = (await roundsOf(store, cloneId)).rounds.at(-1);
  const isOver = !last?.endedAt || now.getTime() - Date.parse(last.startedAt) >= APART_MS || retries >= MOST_ASKS;
  if (isOver) return;
  throw new KubeferryError(
    'NotYet',
    `Round ${last.number} was begun less than a minute ago, and Azure makes few snapshots of a disk in a minute.`,
  );
}

const beginning = (before: readonly Round[], now: Date): Round => ({
  number: before.length + 1,
  startedAt: now.toISOString(),
  volumes: [],
});

/** What a copy goes on from: of the last round, or, for what no round has brought, of an earlier run. */
export async function parentsFor(
  store: ObjectStore,
  clone: Clone,
  rounds: readonly Round[],
  planned: readonly PlannedVolume[],
  copyId: string,
): Promise<Map<string, Parent>> {
  const ahead = parentsOf(rounds);
  const others = planned.filter(({ claim }) => !ahead.has(claim));
  return new Map([...(await holdParents(store, clone, others, copyId)), ...ahead]);
}
