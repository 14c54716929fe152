import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { mapAt } from '../../../kube/fields.ts';
import { type KubeObject, type ObjectRef, refText } from '../../../kube/kube-object.ts';
import type { Problem } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { AppliedObject } from '../../base/run/applied.ts';
import { changedFields, type LeftFields } from '../../execute/apply/left-fields.ts';
import type { VolumeRecord } from '../../plan/volumes/volume-plan.ts';
import { volumeSourceOf } from '../../translate/volume-source.ts';

/** What a run has left, by its own records. */
export interface Left {
  /** Made, changed or found equal by the run. */
  objects: readonly Pick<AppliedObject, 'ref' | 'uid'>[];
  /** By `refText`: what their fields held when the clone was verified, under a key. */
  fields: ReadonlyMap<string, LeftFields>;
  key: Uint8Array;
  volumes: readonly VolumeRecord[];
}

export interface Looked {
  good: { objects: number; volumes: number; snapshots: number };
  /** Everything that is not as the run left it. */
  problems: Problem[];
}

const LOOKS_AT_A_TIME = 32;

/** Reads each object and each volume, and changes nothing. Snapshots that are gone are no problem: most go with the run. */
export async function lookAgain(
  { objects, volumes, fields, key }: Left,
  api: Pick<ClusterApi, 'get'>,
  storage: Pick<VolumeStorage, 'presentVolumes' | 'presentSnapshots'>,
): Promise<Looked> {
  const found = await inParallel(objects, LOOKS_AT_A_TIME, ({ ref }) => api.get(ref));
  const scaled = scaledIn(found);
  const inCluster = objects.flatMap((object, at) => [
    ...judgeObject(object, found[at]),
    ...judgeFields(key, fields.get(refText(object.ref)), object, found[at], scaled),
  ]);
  const bound = new Set(
    found.flatMap((object) => (object?.kind === 'PersistentVolume' ? volumeSourceOf(object).volumeId : [])),
  );
  const present = new Map(
    (await storage.presentVolumes(volumes.map(({ volumeId }) => volumeId))).map((each) => [each.id, each]),
  );
  const onEbs = volumes.flatMap((record) => judgeVolume(record, present.get(record.volumeId), bound));
  const snapshots = await storage.presentSnapshots([...new Set(volumes.map(({ snapshotId }) => snapshotId))]);
  return {
    good: {
      objects: objects.length - new Set(inCluster.map(({ at }) => at)).size,
      volumes: volumes.length - new Set(onEbs.map(({ at }) => at)).size,
      snapshots: snapshots.filter(({ state }) => state === 'completed').length,
    },
    problems: [...inCluster, ...onEbs],
  };
}

function judgeObject({ ref, uid }: { ref: ObjectRef; uid?: string }, found: KubeObject | undefined): Problem[] {
  const at = refText(ref);
  if (!found) return [{ at, message: 'It does not exist any more.' }];
  if (uid !== undefined && found.metadata.uid !== uid)
    return [{ at, message: 'Somebody has deleted it and made another one under its name.' }];
  const { phase } = (found.status ?? {}) as { phase?: string };
  if (found.kind === 'PersistentVolumeClaim' && phase !== undefined && phase !== 'Bound')
    return [{ at, message: `It is ${phase}, and not bound to a volume.` }];
  return [];
}

/** So many fields of one object are named. */
const NAMED = 5;

function judgeFields(
  key: Uint8Array,
  left: LeftFields | undefined,
  { ref, uid }: { ref: ObjectRef; uid?: string },
  found: KubeObject | undefined,
  scaled: ReadonlySet<string>,
): Problem[] {
  // What somebody has re-created is told already.
  if (!found || !left || (uid !== undefined && found.metadata.uid !== uid)) return [];
  const isScaled = scaled.has(scaledKey(ref));
  const changed = changedFields(key, left, found).filter((where) => !(isScaled && where === '/spec/replicas'));
  if (changed.length === 0) return [];
  const more = changed.length > NAMED ? ` and ${changed.length - NAMED} more` : '';
  const names = `${changed.slice(0, NAMED).join(', ')}${more}`;
  const says = changed.length === 1 ? 'This field does not hold' : 'These fields do not hold';
  return [{ at: refText(ref), message: `${says} what the run left: ${names}.` }];
}

/** What an autoscaler sets the replicas of: a HorizontalPodAutoscaler, or a ScaledObject of KEDA (a Deployment where it names no kind). */
const scaledIn = (found: readonly (KubeObject | undefined)[]): Set<string> =>
  new Set(
    found.flatMap((object) => {
      if (!object || !['HorizontalPodAutoscaler', 'ScaledObject'].includes(object.kind)) return [];
      const target = mapAt(object, 'spec.scaleTargetRef') as { kind?: string; name?: string };
      const { namespace } = object.metadata;
      return [scaledKey({ namespace, kind: target.kind ?? 'Deployment', name: target.name ?? '' })];
    }),
  );

const scaledKey = ({ namespace = '', kind, name }: Pick<ObjectRef, 'namespace' | 'kind' | 'name'>) =>
  `${namespace} ${kind} ${name}`;

type Found = Awaited<ReturnType<VolumeStorage['presentVolumes']>>[number];

function judgeVolume(record: VolumeRecord, found: Found | undefined, bound: ReadonlySet<string>): Problem[] {
  const at = `${record.volumeId} of claim ${record.claim}`;
  if (!found) return [{ at, message: 'It does not exist any more.' }];
  const wrong = [
    ...(found.state === 'available' || found.state === 'in-use' ? [] : [`It is in state ${found.state}.`]),
    ...(record.handedOver || found.snapshotId === record.snapshotId
      ? []
      : [`It was made of snapshot ${found.snapshotId ?? 'none'}, and not of ${record.snapshotId}.`]),
    ...(found.sizeGiB >= record.sizeGiB ? [] : [`It has ${found.sizeGiB} GiB, and not ${record.sizeGiB}.`]),
    ...(bound.has(record.volumeId) ? [] : ['No PersistentVolume of the clone is on it.']),
  ];
  return wrong.map((message) => ({ at, message }));
}
