import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { FileRepository } from '../../base/ports/file-repository.ts';
import type { Snapshot, Volume, VolumeStorage } from '../../base/ports/volume-storage.ts';
import { isAllowedSnapshot, snapshotsOfOthers } from '../../base/request/allowed-snapshots.ts';
import type { Request } from '../../base/request/request.ts';
import type { VeleroMember } from '../../base/request/source.ts';
import type { FilesOrigin, PlannedFiles } from '../../base/run/origin.ts';
import { WITHOUT_DATA } from '../../base/strategies.ts';
import { contentsOf } from '../origins/contents-of.ts';
import type { HeldVolume, HeldVolumes } from '../origins/held-volumes.ts';
import { repositoryFolder } from './backup-keys.ts';
import { type ClaimedVolume, claimedVolumes } from './claimed-volumes.ts';
import { sayBackup } from './unpack-backup.ts';
import type { KeptData, VolumeRow } from './volume-rows.ts';

/** Opens a repository with the source's member role. */
type OpenFiles = (repository: FilesOrigin['repository']) => Promise<FileRepository>;

export interface BackupVolumesInputs {
  name: string;
  rows: readonly VolumeRow[];
  source: VeleroMember;
  request: Pick<Request, 'selection' | 'volumes'>;
  api: ClusterApi;
  storage: Pick<VolumeStorage, 'presentSnapshots'>;
  open: OpenFiles;
}

const AT_ONCE = 4;

/** Where the data of each selected claim is: snapshots with what EC2 says of them now, and files with what their repository says. */
export async function backupVolumes(inputs: BackupVolumesInputs): Promise<HeldVolumes> {
  const { name, rows, source, storage } = inputs;
  const wanted = rows.filter((row): row is ClaimRow => row.claim !== undefined && isWanted(row.claim, inputs.request));
  const volumes = await claimedVolumes(inputs.api);
  const ids = wanted.flatMap(({ data }) => (data.kind === 'snapshot' ? [data.snapshotId] : []));
  const present = ids.length === 0 ? [] : await storage.presentSnapshots([...new Set(ids)]);
  const snapshots = new Map(present.map((snapshot) => [snapshot.id, snapshot]));
  const repositories = repositoriesOf(inputs);
  const byClaim = await inParallel(wanted, AT_ONCE, async (row): Promise<[string, HeldVolume]> => {
    const volume = volumeOf(row, volumes.get(row.claim));
    const isDevice = volumes.get(row.claim)?.isDevice === true;
    return [row.claim, { volume, ...(await heldOf(row, isDevice, { name, source, snapshots, repositories })) }];
  });
  return { name: sayBackup(name), byClaim: new Map(byClaim) };
}

type ClaimRow = VolumeRow & { claim: string };

/** Of another namespace, or left behind: nothing is asked of its data. */
function isWanted(claim: string, { selection, volumes }: Pick<Request, 'selection' | 'volumes'>): boolean {
  const [namespace = ''] = claim.split('/');
  const isSelected = selection.namespaces.length === 0 || selection.namespaces.includes(namespace);
  return isSelected && (volumes.claims[claim] ?? volumes.strategy) !== WITHOUT_DATA;
}

interface Found {
  /** Of the backup. */
  name: string;
  source: VeleroMember;
  snapshots: ReadonlyMap<string, Snapshot>;
  repositories: Repositories;
}

async function heldOf({ claim, data, sizeGiB }: ClaimRow, isDevice: boolean, found: Found) {
  if (data.kind === 'none') return { blocker: `Claim ${claim} ${data.why}` };
  if (data.kind === 'files') {
    const [namespace] = claim.split('/');
    return data.namespace === namespace
      ? filesOf(claim, data, { isDevice, sizeGiB }, found.repositories)
      : { blocker: ofOthers(claim, data) };
  }
  const snapshot = found.snapshots.get(data.snapshotId);
  const why = snapshot && whyNotTheirs(snapshot, found);
  return { snapshotId: data.snapshotId, ...(snapshot ? { snapshot } : {}), ...(why ? { why } : {}) };
}

/** Velero has a repository for each namespace: what a row says otherwise would read the files of somebody else's claims. */
const ofOthers = (claim: string, { namespace }: { namespace: string }) =>
  `Claim ${claim} would have its files from the repository of namespace "${namespace}", which is not its own, so that Velero has not written it. Take another backup`;

/**
 * Whoever may write into the bucket names snapshots; only those are used that the role may use, since somebody else may have
 * the others. What Velero has tagged for another backup is not of this one.
 */
function whyNotTheirs(snapshot: Snapshot, { name, source }: Found): string | undefined {
  const allowed = snapshotsOfOthers(source);
  const other = snapshot.tags[OF_BACKUP];
  if (
    other !== undefined &&
    other !== name &&
    name.length <= LONGEST_LABEL &&
    !source.allowSnapshots?.includes(snapshot.id)
  )
    return `is of backup "${other}" by its tag ${OF_BACKUP}. Clone from that one, or name the snapshot by its id in the route's source.allowSnapshots`;
  if (isAllowedSnapshot(snapshot, allowed)) return undefined;
  return `has none of the tags that Velero and the EBS driver give theirs (${allowed.join(', ')}). Name it in the route's source.allowSnapshots in kubeferry.config.ts, and deploy the hub and the members`;
}

const OF_BACKUP = 'velero.io/backup';
/** Of a longer name Velero writes the beginning and a hash (velero `pkg/label/label.go`). */
const LONGEST_LABEL = 63;

interface Repositories {
  of(data: Extract<KeptData, { kind: 'files' }>): FilesOrigin['repository'];
  open(repository: FilesOrigin['repository']): Promise<FileRepository>;
}

/** Each is opened once, for all of its claims. */
function repositoriesOf({ source: { backups }, open }: BackupVolumesInputs): Repositories {
  const opened = new Map<string, Promise<FileRepository>>();
  const { bucket, prefix, region, secret } = backups;
  return {
    of: ({ type, namespace }) => ({
      type,
      bucket,
      prefix: repositoryFolder(prefix, type, namespace),
      ...(region ? { region } : {}),
      ...(secret ? { secret } : {}),
    }),
    open: (repository) => {
      const known = opened.get(repository.prefix) ?? open(repository);
      opened.set(repository.prefix, known);
      return known;
    },
  };
}

/** What the plan says of it instead of ending with an error. */
const TOLD = ['NotFound', 'WrongPassword', 'DataCorrupt', 'InvalidRequest', 'AccessDenied'];

async function filesOf(
  claim: string,
  data: Extract<KeptData, { kind: 'files' }>,
  wanted: Parameters<typeof contentsOf>[2],
  repositories: Repositories,
): Promise<{ files: PlannedFiles } | { blocker: string }> {
  const repository = repositories.of(data);
  const name = `${data.type}/${data.namespace}`;
  try {
    const opened = await repositories.open(repository);
    const found = await opened.find({ snapshot: data.snapshotId });
    const takenAt = new Date(found.time).toISOString();
    const sized = data.bytes === undefined ? found : { bytes: data.bytes, ...found };
    const contents = await contentsOf(opened, sized, wanted);
    return { files: { ...contents, name, repository, snapshotId: found.id, takenAt } };
  } catch (error) {
    if (!(error instanceof KubeferryError) || !TOLD.includes(error.name)) throw error;
    return { blocker: `Claim ${claim} cannot be copied from repository "${name}": ${withoutStop(error.message)}` };
  }
}

const withoutStop = (text: string) => text.replace(/\.$/, '');

/** As EBS makes a volume of which nothing else is said. */
const USUAL_TYPE = 'gp3';

/** The volume as far as the backup tells; what it does not is as EBS has it by itself, and `tellUnknown` says so. */
function volumeOf({ data: _, claim, type, iops, zone, sizeGiB }: ClaimRow, claimed: ClaimedVolume | undefined): Volume {
  return {
    id: claimed?.id ?? claim,
    state: 'deleted',
    zone: zone ?? claimed?.zone ?? '',
    sizeGiB: Math.max(sizeGiB ?? 1, claimed?.sizeGiB ?? 1),
    type: type ?? USUAL_TYPE,
    ...(iops ? { iops } : {}),
    encrypted: false,
    instanceIds: [],
    tags: {},
  };
}
