import { annotationOf, fieldAt, mapAt, textAt } from '../../kube/fields.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../kube/kube-object.ts';
import { gibibytesOf } from '../../kube/quantity.ts';
import { CUT_OVER_BY, HANDED_OVER_BY } from '../base/run/names.ts';
import { isEphemeralClaim } from './claims.ts';
import type { Cloud, SourceIndex, VolumeOfClaim } from './context.ts';
import { valuesAt } from './edit.ts';
import { needsOf, orderName } from './graph/needs.ts';
import { endsWithPart, repositoryOf } from './image-names.ts';
import { kindKey, podTemplatesOf } from './pod-templates.ts';
import { LEFT_BEHIND, OPERATOR_IMAGES } from './recipes/recipes.ts';
import { servicesBehind } from './services-behind.ts';
import { isEbs } from './tables/drivers.ts';
import { IRSA } from './tables/irsa.ts';
import type { ReferenceRow } from './tables/references/row.ts';
import { WORKLOAD_IDENTITY } from './tables/workload-identity.ts';
import { volumeSourceOf } from './volume-source.ts';

/** An empty index: feed it every exported object, in any order. It is plain JSON at every moment. `azure`: of a cluster of AKS. */
export function startIndex(cloud?: Cloud): SourceIndex {
  return {
    ...(cloud === 'azure' ? { cloud } : {}),
    uids: {},
    services: [],
    servicesWithSelector: [],
    claimOfVolume: {},
    claims: {},
    classDriver: {},
    roleAccounts: [],
    scaled: [],
    customKinds: [],
    waiting: {},
  };
}

/** Notes the light facts of one object; the object itself is not kept. `references` are rows besides the table's. */
export function addToIndex(index: SourceIndex, object: KubeObject, references?: readonly ReferenceRow[]): void {
  if (object.metadata.uid) index.uids[object.metadata.uid] = refText(refOf(object));
  const by = annotationOf(object, CUT_OVER_BY);
  // ReplicaSets keep what their Deployment was once marked with.
  if (by && !object.metadata.ownerReferences?.some(({ controller }) => controller))
    index.cutOver = [...(index.cutOver ?? []), { ref: refOf(object), by }];
  const needs = needsOf(object, references);
  if (needs.length > 0) {
    index.needs ??= {};
    index.needs[orderName(kindKey(object), object.metadata)] = needs;
  }
  READERS[kindKey(object)]?.(index, object);
}

const READERS: Record<string, (index: SourceIndex, object: KubeObject) => void> = {
  '/Service': (index, object) => {
    index.services?.push(nameOf(object));
    if (Object.keys(mapAt(object, 'spec.selector')).length > 0) index.servicesWithSelector.push(nameOf(object));
  },
  '/ServiceAccount': (index, { metadata: { name, namespace = '', annotations = {} } }) => {
    const role = annotations[index.cloud === 'azure' ? WORKLOAD_IDENTITY.client : IRSA.role];
    if (role) index.roleAccounts?.push({ namespace, name, role });
  },
  'autoscaling/HorizontalPodAutoscaler': addScaled,
  'keda.sh/ScaledObject': addScaled,
  'apps/Deployment': addOperator,
  'apps/StatefulSet': addOperator,
  '/PersistentVolumeClaim': addClaim,
  '/PersistentVolume': addVolume,
  'storage.k8s.io/StorageClass': (index, object) => {
    index.classDriver[object.metadata.name] = textAt(object, 'provisioner') ?? '';
  },
  'apiextensions.k8s.io/CustomResourceDefinition': (index, object) => {
    const [service] = servicesBehind(object);
    const kind = `${textAt(object, 'spec.group')}/${textAt(object, 'spec.names.kind')}`;
    if (service) index.converted = { ...index.converted, [kind]: `${service.namespace}/${service.name}` };
    const versions = (fieldAt(object, 'spec.versions') ?? []) as { name: string; served?: boolean }[];
    for (const { name, served } of versions) {
      if (served)
        index.customKinds.push(`${textAt(object, 'spec.group')}/${name} ${textAt(object, 'spec.names.kind')}`);
    }
  },
  ...Object.fromEntries(LEFT_BEHIND.map(({ owner }) => [owner, addOperated(owner)])),
};

/** An operator makes what other workloads are of, so that what is to be there before its resources is known before they are. */
function addOperator(index: SourceIndex, object: KubeObject): void {
  const images = podTemplatesOf(object).flatMap(({ template }) =>
    valuesAt(template, ['spec', 'containers', '*', 'image']),
  );
  const repositories = images.map(({ value }) => repositoryOf(String(value)));
  if (repositories.some((name) => OPERATOR_IMAGES.some((end) => endsWithPart(name, end))))
    index.operators = [...(index.operators ?? []), orderName(kindKey(object), object.metadata)];
}

function addOperated(kind: string) {
  return (index: SourceIndex, object: KubeObject) => {
    index.operated = [...(index.operated ?? []), `${kind} ${nameOf(object)}`];
  };
}

const nameOf = ({ metadata }: KubeObject) => `${metadata.namespace}/${metadata.name}`;

/** How the index names a workload whose replicas an autoscaler sets. */
export const scaledName = ({ kind, namespace, name }: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>) =>
  `${kind} ${namespace}/${name}`;

/** KEDA's scalers take a Deployment where they name no kind (https://keda.sh/docs/latest/reference/scaledobject-spec/). */
function addScaled(index: SourceIndex, scaler: KubeObject): void {
  const kind = textAt(scaler, 'spec.scaleTargetRef.kind') ?? 'Deployment';
  const name = textAt(scaler, 'spec.scaleTargetRef.name') ?? '';
  index.scaled?.push(scaledName({ kind, namespace: scaler.metadata.namespace ?? '', name }));
}

/** A claim without a volume (pending), or with one for the life of a pod, has no facts; a volume that came before its claim waits for it. */
function addClaim(index: SourceIndex, claim: KubeObject): void {
  const volumeName = textAt(claim, 'spec.volumeName');
  if (!volumeName || isEphemeralClaim(claim)) return;
  index.claims[nameOf(claim)] = {
    volumeName,
    driver: '',
    volumeId: '',
    ...index.waiting[volumeName],
    volumeMode: textAt(claim, 'spec.volumeMode') ?? 'Filesystem',
    storageClass: textAt(claim, 'spec.storageClassName') ?? '',
  };
  delete index.waiting[volumeName];
}

function addVolume(index: SourceIndex, volume: KubeObject): void {
  const { name } = volume.metadata;
  const namespace = textAt(volume, 'spec.claimRef.namespace');
  if (!namespace) return;
  const claim = `${namespace}/${textAt(volume, 'spec.claimRef.name')}`;
  index.claimOfVolume[name] = claim;
  const { driver, fsType, ...found } = volumeSourceOf(volume);
  const volumeId = isEbs(driver) || index.cloud === 'azure' ? found.volumeId : '';
  const handedOverBy = annotationOf(volume, HANDED_OVER_BY);
  const facts: VolumeOfClaim = {
    driver,
    volumeId,
    ...(fsType ? { fsType } : {}),
    ...sizeBeside(volumeId, volume),
    ...(handedOverBy ? { handedOverBy } : {}),
  };
  const known = index.claims[claim];
  if (known?.volumeName === name) Object.assign(known, facts);
  else index.waiting[name] = facts;
}

/** Of a volume that is copied by its blocks, its cloud says it. */
function sizeBeside(volumeId: string, volume: KubeObject): Pick<VolumeOfClaim, 'sizeGiB'> {
  const capacity = textAt(volume, 'spec.capacity.storage');
  if (volumeId !== '' || capacity === undefined) return {};
  const sizeGiB = Math.ceil(gibibytesOf(capacity));
  return Number.isFinite(sizeGiB) && sizeGiB > 0 ? { sizeGiB } : {};
}
