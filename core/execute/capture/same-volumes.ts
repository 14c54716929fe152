import { refText } from '../../../kube/kube-object.ts';
import { claimRef } from '../../base/claim-ref.ts';
import { KubeferryError, type Problem } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, readRecord } from '../../base/run/records.ts';
import { takesSnapshot } from '../../base/strategies.ts';
import type { Plan } from '../../plan/plan.ts';
import type { PlannedVolume } from '../../plan/volumes/volume-plan.ts';
import type { SourceIndex } from '../../translate/context.ts';

/**
 * The capture takes snapshots of the volumes of the plan. A claim that is on another one by now, as one that somebody has restored
 * is, would get what it had before: PlanBlocked, before anything is changed, whatever binds the run. A claim that is gone is not copied.
 */
export async function requireSameVolumes(
  store: ObjectStore,
  cloneId: string,
  records: { plan?: Pick<Plan, 'volumes'>; index?: Pick<SourceIndex, 'claims' | 'uids'> } = {},
): Promise<void> {
  const keys = keysOf(cloneId);
  const { volumes } = records.plan ?? (await readRecord<Plan>(store, keys.plan, 'plan-clone'));
  const { claims, uids } = records.index ?? (await readRecord<SourceIndex>(store, keys.index, 'export-manifests'));
  const others = volumes.filter(
    (volume) => takesSnapshot(volume) && claims[volume.claim]?.volumeId !== volume.sourceVolumeId,
  );
  if (others.length === 0) return;
  // A disk of Azure is called otherwise by its PersistentVolume than by its cloud: what the plan has seen counts.
  const before = await findRecord<SourceIndex>(store, keys.planIndex);
  const there = new Set(Object.values(uids));
  const moved = others
    .filter(({ claim }) => there.has(refText(claimRef(claim))))
    .filter(({ claim }) => before?.claims[claim]?.volumeId !== claims[claim]?.volumeId);
  if (moved.length > 0) throw blocked(moved.map((volume) => problemOf(volume, claims[volume.claim]?.volumeId ?? '')));
}

function problemOf({ claim, sourceVolumeId }: PlannedVolume, volumeId: string): Problem {
  const now = volumeId === '' ? 'has no volume by now' : `is on volume ${volumeId} by now`;
  return {
    at: refText(claimRef(claim)),
    message: `Claim ${claim} ${now}, and was on ${sourceVolumeId} when the plan was made.`,
  };
}

const blocked = (problems: Problem[]) =>
  new KubeferryError(
    'PlanBlocked',
    `The source has changed since the plan, and data of volumes that claims do not have any more would be copied; nothing was changed. ` +
      `${problems.map(({ message }) => message).join(' ')} Start again, which makes a new plan.`,
    { problems },
  );
