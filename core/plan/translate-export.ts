import type { KubeObject } from '../../kube/kube-object.ts';
import { keysOf } from '../base/run/keys.ts';
import { readShards } from '../base/run/records.ts';
import { brings } from '../base/strategies.ts';
import type { TargetVolume, TranslationContext } from '../translate/context.ts';
import { exportedObjects } from '../translate/exported-objects.ts';
import { digestKey } from './contents/digest-key.ts';
import type { Drift } from './drift/drift.ts';
import type { PlanInputs } from './inputs.ts';
import { lookAtTarget, type TargetLook } from './look-at-target.ts';
import { type MappedNames, mappedNames } from './mapped-names.ts';
import type { ObjectRecord } from './objects/object-record.ts';
import { type ObjectPlan, planObjects } from './plan-objects.ts';
import type { Sides } from './read-sides.ts';
import { targetVolume, translationContext } from './translation-context.ts';
import { targetClaim } from './volumes/target-claim.ts';
import type { PlannedVolume } from './volumes/volume-plan.ts';

/** What the rules made of the export, and what the target said to it. */
export interface TranslatedExport {
  context: TranslationContext;
  /** Under which contents and the request are digested. */
  key: Uint8Array;
  objects: ObjectPlan;
  names: MappedNames;
  look: TargetLook | undefined;
  /** Of a comparison with a clone. */
  drift: { drift: Drift; records: Iterable<ObjectRecord> } | undefined;
}

/** Runs the rules over the export and asks the target about each object that would be applied. */
export async function translateExport(
  inputs: PlanInputs,
  sides: Sides,
  volumes: PlannedVolume[],
): Promise<TranslatedExport> {
  const { clone, request, store } = inputs;
  const { source, target, exported } = sides;
  const context = translationContext({ request, source, target, index: exported.index, volumes: expected(volumes) });
  const key = await digestKey(store, inputs.newKey);
  const names = mappedNames(request.mappings, Object.keys(clone.route.target.create?.map ?? {}));
  const shards = exportedObjects(readShards<KubeObject>(store, keysOf(clone.cloneId).planExport), context);
  const look = await lookAtTarget(inputs, target, exported.index, zonesOf(inputs, volumes));
  const objects = await planObjects(shards, context, key, { names, meet: look?.meet });
  const drift = await look?.drift?.(objects.objects.map(({ ref }) => ref));
  names.add('namespaces', exported.namespaces);
  names.add('zones', [...source.zones, ...volumes.map(({ sourceZone }) => sourceZone)]);
  names.add('roles', exported.index.roleAccounts?.map(({ role }) => role) ?? []);
  return { context, key, objects, names, look, drift };
}

/** Target claim -> the zone that its volume is in. */
const zonesOf = ({ request }: PlanInputs, volumes: PlannedVolume[]): Record<string, string> =>
  Object.fromEntries(volumes.filter(brings).map(({ claim, zone }) => [targetClaim(claim, request), zone]));

function expected(volumes: PlannedVolume[]): Record<string, TargetVolume> {
  const moving = volumes.filter(brings);
  return Object.fromEntries(moving.map((volume) => [volume.claim, targetVolume(volume)]));
}
