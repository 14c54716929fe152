import { entryOf, fieldAt, isRecord, textAt } from '../../../kube/fields.ts';
import type { VolumeRow } from './volume-rows.ts';

/** What Velero before 1.13 says of volumes: each file may be null. */
export interface OldRecords {
  /** `<name>-volumesnapshots.json`: native snapshots. */
  snapshots: unknown;
  /** `<name>-podvolumebackups.json` */
  podVolumes: unknown;
  /** PersistentVolume -> claim `namespace/name`. */
  claimOfVolume: Readonly<Record<string, string>>;
}

const CLAIM = 'velero.io/pvc-name';

/** The same rows as of later versions, of what there was before `<name>-volumeinfo.json`. */
export function readOldVolumeRows({ snapshots, podVolumes, claimOfVolume }: OldRecords): VolumeRow[] {
  return [...listOf(snapshots).map((each) => nativeRow(each, claimOfVolume)), ...listOf(podVolumes).map(podVolumeRow)];
}

const listOf = (json: unknown) => (Array.isArray(json) ? json : []).filter(isRecord);

function nativeRow(snapshot: unknown, claimOfVolume: OldRecords['claimOfVolume']): VolumeRow {
  const claim = entryOf(claimOfVolume, textAt(snapshot, 'spec.persistentVolumeName') ?? '');
  const snapshotId = textAt(snapshot, 'status.providerSnapshotID') ?? '';
  const phase = textAt(snapshot, 'status.phase') ?? '';
  const zone = textAt(snapshot, 'spec.volumeAZ');
  const type = textAt(snapshot, 'spec.volumeType');
  const iops = fieldAt(snapshot, 'spec.volumeIOPS');
  return {
    ...(claim ? { claim } : {}),
    ...(zone ? { zone } : {}),
    ...(type ? { type } : {}),
    ...(typeof iops === 'number' ? { iops } : {}),
    data:
      phase === 'Completed' && /^snap-[0-9a-f]{8,17}$/.test(snapshotId)
        ? { kind: 'snapshot', snapshotId }
        : { kind: 'none', why: `has snapshot "${snapshotId}" of phase "${phase}"` },
  };
}

function podVolumeRow(backup: unknown): VolumeRow {
  const namespace = textAt(backup, 'spec.pod.namespace') ?? '';
  const pod = `${namespace}/${textAt(backup, 'spec.pod.name') ?? ''}, volume ${textAt(backup, 'spec.volume') ?? ''}`;
  const claim = textAt(backup, ['metadata', 'annotations', CLAIM]);
  const snapshotId = textAt(backup, 'status.snapshotID') ?? '';
  const type = textAt(backup, 'spec.uploaderType') || 'restic';
  const bytes = fieldAt(backup, 'status.progress.totalBytes');
  const isKept = textAt(backup, 'status.phase') === 'Completed' && snapshotId !== '';
  return {
    ...(claim ? { claim: `${namespace}/${claim}` } : { ofPod: pod }),
    data:
      isKept && (type === 'kopia' || type === 'restic')
        ? { kind: 'files', type, namespace, snapshotId, ...(typeof bytes === 'number' ? { bytes } : {}) }
        : { kind: 'none', why: `has a backup of files of phase "${textAt(backup, 'status.phase') ?? ''}"` },
  };
}
