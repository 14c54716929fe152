import { fieldAt, isRecord, textAt } from '../../../kube/fields.ts';
import { GIB } from '../../base/sizes.ts';

/** Where a backup has the data of one volume. */
export type KeptData =
  | { kind: 'snapshot'; snapshotId: string }
  | {
      kind: 'files';
      type: 'kopia' | 'restic';
      /** Whose repository it is. */
      namespace: string;
      snapshotId: string;
      bytes?: number;
      /** Velero's data mover has read it off a snapshot, and not out of a pod. */
      moved?: true;
    }
  /** `why` ends a sentence that begins with the claim, and says the way out. */
  | { kind: 'none'; why: string };

/** What a backup says of one volume. */
export interface VolumeRow {
  /** `namespace/name`; absent for what is no claim's, such as an emptyDir. */
  claim?: string;
  /** The volume of a pod, where it is no claim's. */
  ofPod?: string;
  data: KeptData;
  zone?: string;
  type?: string;
  iops?: number;
  sizeGiB?: number;
}

/** Drivers whose handle of a snapshot is its id in EC2. */
const EBS = 'ebs.csi.aws.com';
const SNAPSHOT = /^snap-[0-9a-f]{8,17}$/;
/** Velero's own data mover; '' is the same. */
const OWN_MOVER = ['velero', ''];

/** The rows of `<name>-volumeinfo.json` (velero `internal/volume/volumes_information.go`), of Velero 1.13 and later. */
export function readVolumeRows(json: unknown): VolumeRow[] {
  return (Array.isArray(json) ? json : []).filter(isRecord).map((row) => ({
    ...ofWhat(row),
    ...performanceOf(row),
    data: dataOf(row),
  }));
}

function ofWhat(row: unknown): Pick<VolumeRow, 'claim' | 'ofPod'> {
  const name = textAt(row, 'pvcName');
  if (name) return { claim: `${textAt(row, 'pvcNamespace') ?? ''}/${name}` };
  const pod = textAt(row, 'pvbInfo.podName');
  if (!pod) return {};
  return {
    ofPod: `${textAt(row, 'pvbInfo.podNamespace') ?? ''}/${pod}, volume ${textAt(row, 'pvbInfo.volumeName') ?? ''}`,
  };
}

function dataOf(row: unknown): KeptData {
  if (fieldAt(row, 'skipped') === true) {
    const reason = (textAt(row, 'skippedReason') ?? '').replace(/[;.\s]+$/, '');
    return none(`was left out by Velero${reason ? ` (${reason})` : ''}`);
  }
  if (textAt(row, 'result') === 'failed') return none('could not be backed up by Velero: its result is "failed"');
  const method = textAt(row, 'backupMethod');
  if (method === 'NativeSnapshot')
    return snapshotOf(textAt(row, 'nativeSnapshotInfo.snapshotHandle'), 'the native snapshotter');
  if (method === 'PodVolumeBackup') return podVolumeOf(row);
  if (method !== 'CSISnapshot') return none(`is kept by "${method ?? ''}", which kubeferry does not know`);
  return fieldAt(row, 'snapshotDataMoved') === true ? movedOf(row) : csiSnapshotOf(row);
}

function csiSnapshotOf(row: unknown): KeptData {
  const driver = textAt(row, 'csiSnapshotInfo.driver') ?? '';
  if (driver === EBS) return snapshotOf(textAt(row, 'csiSnapshotInfo.snapshotHandle'), driver);
  return none(
    `was snapshotted by ${driver || 'an unknown driver'}, which only its own cloud can read; back it up with --snapshot-move-data or --default-volumes-to-fs-backup`,
  );
}

function movedOf(row: unknown): KeptData {
  const mover = textAt(row, 'snapshotDataMovementInfo.dataMover') ?? '';
  if (!OWN_MOVER.includes(mover))
    return none(`was moved by data mover "${mover}"; kubeferry reads Velero's own ("velero")`);
  return filesOf(row, 'snapshotDataMovementInfo', textAt(row, 'pvcNamespace') ?? '', { moved: true });
}

const podVolumeOf = (row: unknown) => filesOf(row, 'pvbInfo', textAt(row, 'pvbInfo.podNamespace') ?? '');

function filesOf(row: unknown, info: string, namespace: string, how: { moved?: true } = {}): KeptData {
  // Velero before 1.10 had restic alone, and its rows say nothing of it.
  const type = textAt(row, `${info}.uploaderType`) || (how.moved ? 'kopia' : 'restic');
  const snapshotId = textAt(row, `${info}.snapshotHandle`) ?? '';
  const bytes = fieldAt(row, `${info}.size`);
  if (snapshotId === '') return none('has no snapshot in its repository: its upload has not come to an end');
  if (type !== 'kopia' && type !== 'restic')
    return none(`was uploaded by "${type}", and kubeferry reads kopia and restic`);
  return {
    kind: 'files',
    type,
    namespace,
    snapshotId,
    ...(typeof bytes === 'number' && bytes > 0 ? { bytes } : {}),
    ...how,
  };
}

function snapshotOf(id: string | undefined, by: string): KeptData {
  if (id && SNAPSHOT.test(id)) return { kind: 'snapshot', snapshotId: id };
  return none(`was snapshotted by ${by} as "${id ?? ''}", which is no snapshot of EBS`);
}

function performanceOf(row: unknown): Pick<VolumeRow, 'zone' | 'type' | 'iops' | 'sizeGiB'> {
  const zone = textAt(row, 'nativeSnapshotInfo.volumeAZ');
  const type = textAt(row, 'nativeSnapshotInfo.volumeType');
  const iops = Number(textAt(row, 'nativeSnapshotInfo.iops') ?? '');
  const bytes = fieldAt(row, 'csiSnapshotInfo.size');
  return {
    ...(zone ? { zone } : {}),
    ...(type ? { type } : {}),
    ...(iops > 0 ? { iops } : {}),
    ...(typeof bytes === 'number' && bytes > 0 ? { sizeGiB: Math.ceil(bytes / GIB) } : {}),
  };
}

const none = (why: string): KeptData => ({ kind: 'none', why });
