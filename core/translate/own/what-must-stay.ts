import { fieldAt, isRecord, listAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { sameJson } from '../../../kube/same-json.ts';
import { podTemplatesOf } from '../pod-templates.ts';
import { isSecret } from '../privacy.ts';
import { INLINE_AZURE_DISK, INLINE_EBS } from '../tables/inline-volumes.ts';
import { WRITES_SECRET } from './secret-values.ts';

/** What an object is known by, in the plan, in the ledger and in the target. */
const IDENTITY = ['apiVersion', 'kind', 'metadata.name', 'metadata.namespace'];

/** By what a claim gets the volume that was copied for it. */
const BINDINGS: Record<string, readonly string[]> = {
  PersistentVolume: ['spec.csi', 'spec.awsElasticBlockStore', 'spec.azureDisk', 'spec.claimRef', 'spec.nodeAffinity'],
  PersistentVolumeClaim: ['spec.volumeName'],
};

/** Why a rule of one's own may not make one object of another; undefined when it may. */
export function whatMustStay(before: KubeObject, after: unknown): string | undefined {
  if (!isRecord(after)) return 'it leaves no object';
  const fields = [...IDENTITY, ...(BINDINGS[before.kind] ?? [])];
  const changed = fields.find((field) => !sameJson(fieldAt(before, field), fieldAt(after, field)));
  if (changed)
    return `it changes ${changed}, ${IDENTITY.includes(changed) ? 'by which the object is known' : 'by which its data is found'}`;
  if (isSecret(before) && ['data', 'stringData'].some((field) => writes(before[field], after[field])))
    return WRITES_SECRET;
  const volume = inlineOf(after as KubeObject).find((id) => !inlineOf(before).includes(id));
  if (volume !== undefined) return `it mounts ${volume}, which is no copy that the run has made`;
  return undefined;
}

/** EBS volumes and managed disks that its pods mount without a claim: in the account of the source they are the originals. */
const inlineOf = (object: KubeObject): string[] =>
  podTemplatesOf(object).flatMap(({ template }) =>
    listAt(template, 'spec.volumes').flatMap((volume) => {
      const [ebs, disk] = [textAt(volume, [INLINE_EBS, 'volumeID']), textAt(volume, [INLINE_AZURE_DISK, 'diskURI'])];
      return [...(ebs ? [`EBS volume ${ebs}`] : []), ...(disk ? [`managed disk ${disk}`] : [])];
    }),
  );

/** Removal alone is no writing. */
function writes(before: unknown, after: unknown): boolean {
  if (!isRecord(after)) return after !== undefined;
  return Object.entries(after).some(([key, value]) => !isRecord(before) || !sameJson(before[key], value));
}
