import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { outsideText } from '../../base/outside/outside-text.ts';
import { WITHOUT_DATA } from '../../base/strategies.ts';
import type { BackupRecord } from './unpack-backup.ts';
import type { VolumeRow } from './volume-rows.ts';

const about = findingsBy('velero');

/** Kinds of cluster scope that a backup of namespaces seldom has, and that the rules would ask. */
const OF_CLUSTER = ['Node', 'CSIDriver', 'StorageClass', 'IngressClass', 'PriorityClass', 'CustomResourceDefinition'];

/** What a person has to know of the backup itself: how old it is, what Velero could not keep, and what nobody can know from it. */
export function tellBackup(record: BackupRecord, isSelected: (namespace: string) => boolean): Finding[] {
  const { name, startedAt, expiresAt, errors, volumes, passedOver = [] } = record;
  const backup = { apiVersion: 'velero.io/v1', kind: 'Backup', name };
  const until = expiresAt ? ` Velero removes it at ${expiresAt}.` : '';
  const isHere = ({ claim, ofPod }: VolumeRow) => isSelected((claim ?? ofPod ?? '').split('/')[0] ?? '');
  return [
    about(
      backup,
      'info',
      `The clone is made of Velero backup "${name}" of ${startedAt}: what was changed since is not in it.${until}`,
    ),
    ...passedOver.map((other) => damaged(backup, other)),
    ...errors.map((error) =>
      about(
        backup,
        'warning',
        `Velero backup "${name}" is PartiallyFailed, so that the clone may lack something: ${outsideText(error)}. Clone from another backup if that matters.`,
      ),
    ),
    ...volumes.filter((row) => row.ofPod && isHere(row)).map(({ ofPod }) => emptyDir(backup, ofPod!)),
    ...tellUnknown(backup, record),
    ...tellUntyped(backup, volumes.filter(isHere)),
  ];
}

const damaged = (backup: Finding['object'], other: string): Finding =>
  about(
    backup,
    'warning',
    `Backup "${outsideText(other)}" was passed over, since its velero-backup.json is no Backup of Velero of that name: it may be a newer one. Remove what is damaged, or name the backup that is meant.`,
  );

const emptyDir = (backup: Finding['object'], ofPod: string): Finding =>
  about(
    backup,
    'warning',
    `The files of pod ${ofPod}, are in the backup and not in the clone: the volume is no claim's, and a new pod begins with an empty one.`,
  );

/** Never invented: the rules leave what depends on it as it is. */
function tellUnknown(backup: Finding['object'], { catalog }: BackupRecord): Finding[] {
  const kinds = new Set(catalog.resources.map(({ kind }) => kind));
  const missing = OF_CLUSTER.filter((kind) => !kinds.has(kind));
  if (missing.length === 0) return [];
  return [
    about(
      backup,
      'info',
      `The backup holds no ${missing.join(', no ')}: what the source cluster had of them is not known, so that nothing of it is compared with the target and nothing of it is brought there. A backup with --include-cluster-resources has them.`,
    ),
  ];
}

/** Velero keeps no throughput, and type and IOPS of volumes only that its own plugin has snapshotted. */
function tellUntyped(backup: Finding['object'], volumes: readonly VolumeRow[]): Finding[] {
  const kept = volumes.filter(({ claim, data }) => claim !== undefined && data.kind !== 'none');
  const untyped = kept.filter(({ type }) => type === undefined).map(({ claim }) => claim!);
  if (untyped.length === 0) return [];
  return [
    about(
      backup,
      'info',
      `The backup does not say of which type the volumes of ${untyped.join(', ')} were, nor how fast: in the target they are as their storage class has it. Name another class in mappings.storageClasses where that is too slow, or "${WITHOUT_DATA}" in volumes.claims for an empty volume.`,
    ),
  ];
}
