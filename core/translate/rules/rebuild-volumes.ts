import { path, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { comesToDisk, forOneNode } from '../access-modes.ts';
import { claimOfVolume, copiedVolume, isSkippedClaim } from '../claims.ts';
import type { TargetVolume, TranslationContext } from '../context.ts';
import { edit, removeEntries, removeFields, setField } from '../edit.ts';
import { clusterNameIn } from '../names.ts';
import type { Rule, Verdict } from '../rule.ts';
import { targetDriver } from '../storage-class-map.ts';
import { AZURE_DISK_CSI, EBS_AUTO_MODE } from '../tables/drivers.ts';
import { changed, drop, info, warning } from '../verdicts.ts';
import { type VolumeSource, volumeSourceOf } from '../volume-source.ts';
import { REGION_LABELS, ZONE_LABELS } from '../zones.ts';

const ZONE_KEY = 'topology.kubernetes.io/zone';
const STALE_ANNOTATIONS = [
  'pv.kubernetes.io/bound-by-controller',
  'pv.kubernetes.io/migrated-to',
  'volume.kubernetes.io/',
];
const RECLAIM_POLICY = 'spec.persistentVolumeReclaimPolicy';
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';

const MOUNT_OPTIONS = path('spec.mountOptions');

export const rebuildVolumes: Rule = {
  name: 'rebuild-volumes',
  description:
    'A volume becomes a static PersistentVolume of the copied volume, for the driver and the zone of the target.',
  appliesTo: ['/PersistentVolume'],
  apply(object, context) {
    const { name } = object.metadata;
    const claim = claimOfVolume(object, context.index);
    const source = volumeSourceOf(object);
    if (!claim) return drop('no claim uses it', [info('', `Volume ${name} has no claim, so its data is not copied.`)]);
    const released = whyReleased(object, claim, context);
    if (released)
      return drop(released, [info('', `Volume ${name} is no claim's any more, so its data is not copied.`)]);
    if (isSkippedClaim(claim, context)) return drop(`claim ${claim} gets a fresh volume, as the request says`);
    const copy = copiedVolume(claim, context);
    if (copy)
      return isRebuilt(object, source, copy)
        ? { do: 'keep' }
        : changed(object, rebuilt(object, claim, copy, source, context));
    return leave(claim, context);
  },
};

/** A volume that outlived its claim still names it, and a claim re-created under that name has another volume. */
function whyReleased(volume: KubeObject, claim: string, { index }: TranslationContext): string | undefined {
  const own = index.claims[claim]?.volumeName;
  if (own !== undefined && own !== volume.metadata.name) return `claim ${claim} is on volume ${own} by now`;
  const phase = textAt(volume, 'status.phase');
  return phase === 'Released' || phase === 'Failed'
    ? `it is ${phase}: the claim ${claim} that it had is gone`
    : undefined;
}

/** One problem, one blocker: where the claim is exported, the claim says what is wrong. */
function leave(claim: string, { index }: TranslationContext): Verdict {
  if (claim in index.claims) return drop(`claim ${claim} has no copied volume; the claim says why`);
  return drop(`claim ${claim} is not part of the export`, [
    warning('/spec/claimRef', `The data of claim ${claim} is not copied.`),
  ]);
}

/** Of the very volume of the source, its own PersistentVolume has the id as well: that one knows its claim by a uid, or may be deleted with it. */
const isRebuilt = (volume: KubeObject, source: VolumeSource, copy: TargetVolume) =>
  source.volumeId === copy.volumeId && !(copy.handedOver && isOfSource(volume));

const isOfSource = (volume: KubeObject) =>
  textAt(volume, 'spec.claimRef.uid') !== undefined || textAt(volume, RECLAIM_POLICY) !== 'Retain';

/** The static volume as its CSI driver wants it (aws-ebs-csi-driver examples/kubernetes/static-provisioning). */
function rebuilt(
  volume: KubeObject,
  claim: string,
  copy: TargetVolume,
  source: VolumeSource,
  context: TranslationContext,
): KubeObject {
  const driver = targetDriver(textAt(volume, 'spec.storageClassName') ?? '', context);
  const fsType = copy.fsType ?? source.fsType;
  const csi = {
    driver,
    volumeHandle: copy.volumeId,
    ...(fsType ? { fsType } : {}),
    ...attributesOf(driver, fsType, copy.fsType ? undefined : source.partition),
  };
  const [namespace = '', name] = claim.split('/');
  const cleared = withoutSource(volume, claim, source, context);
  const bare = isOtherFileSystem(copy, source) ? removeFields(cleared, [MOUNT_OPTIONS]) : cleared;
  const pointed = setField(bare, path('spec.csi'), csi);
  const claimed = setField(pointed, path('spec.claimRef'), {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    namespace,
    name,
  });
  const sized = copy.grown ? setField(claimed, path('spec.capacity.storage'), `${copy.sizeGiB}Gi`) : claimed;
  // Nothing may delete what the source is to get back: neither a roll-back nor whoever removes the claim.
  const kept = copy.handedOver ? setField(sized, path(RECLAIM_POLICY), 'Retain') : sized;
  const affinity = path('spec.nodeAffinity');
  const placed =
    copy.zone === '' ? removeFields(kept, [affinity]) : setField(kept, affinity, affinityTo(copy.zone, driver));
  return marked(
    edit(placed, path('metadata.name'), (own) => clusterNameIn(String(own), namespace, context)),
    driver,
    copy.zone,
    context,
  );
}

/** Options of another file system, such as `nouuid` of XFS, are refused by its mount. */
const isOtherFileSystem = (copy: TargetVolume, source: VolumeSource) =>
  copy.fsType !== undefined && source.fsType !== undefined && copy.fsType !== source.fsType;

/** The driver of managed disks takes the file system from there (azuredisk-csi-driver deploy/example/pv-azuredisk-csi.yaml). */
function attributesOf(driver: string, fsType: string | undefined, partition: string | undefined) {
  const volumeAttributes = {
    ...(driver === AZURE_DISK_CSI && fsType ? { fsType } : {}),
    ...(partition ? { partition } : {}),
  };
  return Object.keys(volumeAttributes).length > 0 ? { volumeAttributes } : {};
}

/** What it was on, with options of a mount that other storage has. */
function withoutSource(
  volume: KubeObject,
  claim: string,
  { driver }: VolumeSource,
  context: TranslationContext,
): KubeObject {
  const bare = removeFields(volume, [path('spec.awsElasticBlockStore'), path('spec.azureDisk'), path('spec.csi')]);
  return comesToDisk(claim, context) ? forOneNode(removeFields(bare, [['spec', driver], MOUNT_OPTIONS])) : bare;
}

/** Labels of nodes by which the driver of managed disks knows their zones (azuredisk-csi-driver, `GetAccessibleTopology`). */
const AZURE_ZONE_KEY = 'topology.disk.csi.azure.com/zone';

/** Volumes of EKS Auto Mode are attached to its own nodes only (https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html). */
function affinityTo(zone: string, driver: string) {
  const inZone = { key: driver === AZURE_DISK_CSI ? AZURE_ZONE_KEY : ZONE_KEY, operator: 'In', values: [zone] };
  const onAutoMode = { key: 'eks.amazonaws.com/compute-type', operator: 'In', values: ['auto'] };
  return {
    required: { nodeSelectorTerms: [{ matchExpressions: driver === EBS_AUTO_MODE ? [inZone, onAutoMode] : [inZone] }] },
  };
}

/** Labels and annotations that speak of the place; `provisioned-by` must name the driver, or reclaim policy Delete does nothing. */
function marked(volume: KubeObject, driver: string, zone: string, { target }: TranslationContext): KubeObject {
  const relabelled = edit(volume, path('metadata.labels.*'), (value, at) => {
    const label = at.at(-1)!;
    // A disk that is in no zone has no label of one.
    if (ZONE_LABELS.includes(label)) return zone === '' ? undefined : zone;
    return REGION_LABELS.includes(label) ? target.region : value;
  });
  const provisioned = edit(relabelled, ['metadata', 'annotations', PROVISIONED_BY], () => driver);
  return removeEntries(provisioned, ['metadata', 'annotations'], (name) =>
    STALE_ANNOTATIONS.some((stale) => name.startsWith(stale)),
  );
}
