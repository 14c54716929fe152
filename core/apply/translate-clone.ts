import type { Clone, Stage, WaveItem } from '../clone/envelope.ts';
import { keysOf } from '../clone/keys.ts';
import { findRecord, readRecord, readShards } from '../clone/records.ts';
import type { Request } from '../clone/request.ts';
import type { ClusterFacts, SourceIndex, TargetVolume } from '../manifests/context.ts';
import type { KubeObject } from '../manifests/kube-object.ts';
import type { Plan } from '../plan/plan.ts';
import { NOT_MADE_YET, translationContext } from '../plan/translation-context.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { VolumeRecord } from '../volumes/volume-plan.ts';
import { translateStage } from './translate-stage.ts';

/** Translates the run's export for one stage, from the run's own records alone. */
export async function translateClone(store: ObjectStore, clone: Clone, stage: Stage): Promise<{ waves: WaveItem[] }> {
  const keys = keysOf(clone.cloneId);
  const request = await readRecord<Request>(store, keys.request, 'start-clone');
  const plan = await readRecord<Plan>(store, keys.plan, 'plan-clone');
  const [source, target, index] = await Promise.all([
    readRecord<ClusterFacts>(store, keys.sourceFacts, 'plan-clone'),
    readRecord<ClusterFacts>(store, keys.targetFacts, 'plan-clone'),
    readRecord<SourceIndex>(store, keys.index, 'export-manifests'),
  ]);
  const volumes = await copiedVolumes(store, clone, plan);
  const context = translationContext({ request, source, target, index, volumes });
  return translateStage(readShards<KubeObject>(store, keys.export), context, stage, store, clone.cloneId);
}

/** Volumes that are still on their way carry a stand-in: the foundation has no object that names one. */
async function copiedVolumes(store: ObjectStore, clone: Clone, plan: Plan): Promise<Record<string, TargetVolume>> {
  const moving = plan.volumes.filter((volume) => volume.strategy !== 'skip');
  const entries = moving.map(async ({ claim, zone, sizeGiB }): Promise<[string, TargetVolume]> => {
    const record = await findRecord<VolumeRecord>(store, keysOf(clone.cloneId).volume(claim));
    return [claim, { volumeId: record?.volumeId ?? NOT_MADE_YET, zone, sizeGiB }];
  });
  return Object.fromEntries(await Promise.all(entries));
}
