import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, readRecord } from '../../base/run/records.ts';
import { brings } from '../../base/strategies.ts';
import type { Plan } from '../../plan/plan.ts';
import { targetVolume, translationContext } from '../../plan/translation-context.ts';
import type { VolumeRecord } from '../../plan/volumes/volume-plan.ts';
import type { ClusterFacts, SourceIndex, TargetVolume, TranslationContext } from '../../translate/context.ts';

export interface RunRecords {
  request: Request;
  plan: Plan;
  context: TranslationContext;
}

/** What the translation of a run goes by, from the run's own records alone. */
export async function runContext(store: ObjectStore, clone: Clone): Promise<RunRecords> {
  const keys = keysOf(clone.cloneId);
  const [request, plan, source, target, index] = await Promise.all([
    readRecord<Request>(store, keys.request, 'start-clone'),
    readRecord<Plan>(store, keys.plan, 'plan-clone'),
    readRecord<ClusterFacts>(store, keys.sourceFacts, 'plan-clone'),
    readRecord<ClusterFacts>(store, keys.targetFacts, 'plan-clone'),
    readRecord<SourceIndex>(store, keys.index, 'export-manifests'),
  ]);
  const volumes = await copiedVolumes(store, clone, plan);
  return { request, plan, context: translationContext({ request, source, target, index, volumes }) };
}

/** Volumes that are still on their way carry a stand-in: the foundation has no object that names one. */
async function copiedVolumes(store: ObjectStore, clone: Clone, plan: Plan): Promise<Record<string, TargetVolume>> {
  const moving = plan.volumes.filter(brings);
  const entries = moving.map(async (volume): Promise<[string, TargetVolume]> => {
    const record = await findRecord<VolumeRecord>(store, keysOf(clone.cloneId).volume(volume.claim));
    return [volume.claim, targetVolume(volume, record?.volumeId)];
  });
  return Object.fromEntries(await Promise.all(entries));
}
