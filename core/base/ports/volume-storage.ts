import type { KeyPolicy } from './key-policy.ts';

/** EBS as EC2 offers it, in one account and Region. Implemented by adapters/aws, and for tests by test/memory. */

export type SnapshotState = 'pending' | 'completed' | 'error' | 'recoverable' | 'recovering';

export interface Snapshot {
  id: string;
  state: SnapshotState;
  /** Why it is in `error`, such as "Given key ID is not accessible". */
  stateMessage?: string;
  /** Arbitrary (`vol-ffffffff`) for a copy. */
  volumeId: string;
  /** The `uniqueId` of the volume that it was taken of. */
  volumeUniqueId?: string;
  /** Size of the volume, not of the data. */
  sizeGiB: number;
  /** Bytes of data in it, when EC2 says so. */
  fullSizeBytes?: number;
  encrypted: boolean;
  kmsKeyArn?: string;
  ownerAccount: string;
  /** ISO 8601: what was written to the volume later is not in it. */
  startedAt: string;
  /** In the archive tier, out of which it has to be restored before anything can be made of it. */
  archived?: true;
  /** Such as `42%`. */
  progress?: string;
  /** Given at its creation and never changed, by nobody; tools that copy tags do not copy it. */
  description: string;
  tags: Record<string, string>;
  /** Nobody can use it as it is: an upload into a disk of Azure that has not ended. */
  unfinished?: true;
}

/** Ids of what a run makes, as they follow from what it is made for. */
export interface KnownIds {
  /** Of the snapshot that a step makes for a claim, by its description. `from`: the volume that it is taken of, if it is taken of one. */
  snapshot(description: string, made: { claim: string; from: string }): string;
  /** Of the volume that is made of a snapshot, where volumes are made. */
  volume?(snapshotId: string): string;
}

export interface Volume {
  /** `vol-…`; of a managed disk of Azure the id of Resource Manager. */
  id: string;
  /** Where it is, when not on EBS: its blocks are read there, and type and performance are the nearest that EBS has. */
  cloud?: 'azure';
  /** Of a managed disk, whose id is a name: what tells it from another that was made under that name later. */
  uniqueId?: string;
  state: 'creating' | 'available' | 'in-use' | 'deleting' | 'deleted' | 'error';
  zone: string;
  sizeGiB: number;
  type: string;
  /** Of a managed disk of Azure, as Azure says it. */
  sku?: string;
  /** Id of the set that encrypts it there, where it is not a key of the platform. */
  encryptionSet?: string;
  iops?: number;
  throughputMiBps?: number;
  encrypted: boolean;
  kmsKeyArn?: string;
  instanceIds: string[];
  /** Of a logical sector, of a managed disk where that is not 512: Azure keeps its snapshots in a form that has no blocks to read. */
  sectorBytes?: number;
  /** Ids of the machines of another cloud that it is attached to. */
  attachedTo?: string[];
  /** It is deleted with its instance, as disks are that an instance was launched with, and none that a driver attaches. */
  endsWithInstance?: true;
  /** It may be attached to several instances at a time: io1 and io2 alone. */
  multiAttach?: true;
  /** ARN of the Outpost that it is on. */
  outpost?: string;
  snapshotId?: string;
  tags: Record<string, string>;
}

export interface CopySnapshotRequest {
  sourceRegion: string;
  sourceSnapshotId: string;
  kmsKeyArn: string;
  tags: Record<string, string>;
  description: string;
  /** CompletionDurationMinutes; EC2 takes its time when left out. */
  completionMinutes?: number;
}

export interface CreateVolumeRequest {
  snapshotId: string;
  zone: string;
  sizeGiB: number;
  type: string;
  iops?: number;
  throughputMiBps?: number;
  kmsKeyArn: string;
  tags: Record<string, string>;
  multiAttach?: boolean;
  /** MiB/s at which it is filled from the snapshot. */
  initializationMiBps?: number;
  /** At most 64 ASCII characters; makes the call idempotent. */
  clientToken: string;
}

/** The EC2 calls that kubeferry makes, and no other. Quotas and throttles surface as `QuotaReached` and `Throttled`. */
export interface VolumeStorage {
  /** Where ids are names that a run gives: what was made is found by them, whatever a list shows, and whatever became of its tags. EC2 gives its own. */
  knownIds?: KnownIds;
  /** In the order of the ids; throws NotFound naming all the missing ones. */
  describeVolumes(ids: string[]): Promise<Volume[]>;
  /** Those of these ids that are there, in any order. */
  presentVolumes(ids: string[]): Promise<Volume[]>;
  findVolumes(tags: Record<string, string>): Promise<Volume[]>;
  describeSnapshot(id: string): Promise<Snapshot>;
  /** Those of these ids that are there and of the account itself, in any order. */
  presentSnapshots(ids: string[]): Promise<Snapshot[]>;
  /** Own snapshots of these volumes, whoever made them, in any order. A copy of one is not among them: it has no volume. */
  snapshotsOf(volumeIds: string[]): Promise<Snapshot[]>;
  /** Own snapshots that carry all the tags. It may miss what is fresh, and CreateSnapshot and CopySnapshot have no ClientToken: see core/execute/volumes/asked.ts. */
  findSnapshots(tags: Record<string, string>): Promise<Snapshot[]>;
  createSnapshot(volumeId: string, tags: Record<string, string>, description: string): Promise<Snapshot>;
  /**
   * CreateSnapshots: one crash-consistent point over the volumes of one instance, without its boot volume.
   * `tags` and `description` go on every snapshot of the set; each also gets its own through the caller's tagSnapshot.
   */
  createSnapshots(
    instanceId: string,
    excludeVolumeIds: string[],
    tags: Record<string, string>,
    description: string,
  ): Promise<Snapshot[]>;
  /** Instance id -> its tags; an instance that does not exist is left out. */
  instanceTags(ids: string[]): Promise<Map<string, Record<string, string>>>;
  attachedDataVolumes(instanceId: string): Promise<string[]>;
  tagSnapshot(id: string, tags: Record<string, string>): Promise<void>;
  shareSnapshot(id: string, account: string): Promise<void>;
  /** Accounts that an own snapshot is shared with. */
  sharedWith(id: string): Promise<string[]>;
  /** No error when it is not shared, or gone. */
  unshareSnapshot(id: string, account: string): Promise<void>;
  /** Takes back whatever lets somebody read the blocks of an own snapshot that stays; absent where nobody was given such. No error when it is gone. */
  endReading?(id: string): Promise<void>;
  /** Returns the new snapshot's id; a key problem shows later, as state `error`. */
  copySnapshot(request: CopySnapshotRequest): Promise<string>;
  createVolume(request: CreateVolumeRequest): Promise<Volume>;
  /** No error when it is gone. */
  deleteSnapshot(id: string): Promise<void>;
  /** No error when it is gone. */
  deleteVolume(id: string): Promise<void>;
  /** Names of the zones of these subnets, sorted; of all zones of the Region that are available to the account when there is none. */
  zones(subnetIds: string[]): Promise<string[]>;
}

export interface Key {
  arn: string;
  enabled: boolean;
  /** As KMS names it, such as `PendingDeletion`. */
  state?: string;
  /** False for `aws/ebs`, whose snapshots cannot be shared. */
  customerManaged: boolean;
}

export interface KeyStore {
  /** By key ARN; throws AccessDenied or NotFound. */
  describeKey(arn: string): Promise<Key>;
  /** By key ARN, not by alias; throws AccessDenied or NotFound. */
  keyPolicy(arn: string): Promise<KeyPolicy>;
}

/** EBS direct APIs: starting a snapshot that a BlockSink then fills. */
export interface StartSnapshotRequest {
  /** How long the snapshot may go without a block; a day when left out. */
  idleMinutes?: number;
  sizeGiB: number;
  kmsKeyArn: string;
  tags: Record<string, string>;
  description: string;
  clientToken: string;
  /** A completed snapshot of the same account, size and key: the new one has its blocks, until they are put again. */
  parentSnapshotId?: string;
}
