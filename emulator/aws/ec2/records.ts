import type { BlockData } from './block-data.ts';

export type Tags = Record<string, string>;

export interface Attachment {
  instanceId: string;
  device: string;
  /** Milliseconds since the epoch, as are all times here. */
  since: number;
  /** `attaching` becomes `attached`. */
  settledAt: number;
  /** Set by DetachVolume: gone from then on. */
  goneAt?: number;
  deleteOnTermination: boolean;
}

export interface Volume {
  id: string;
  account: string;
  region: string;
  zone: string;
  sizeGiB: number;
  type: string;
  iops?: number;
  throughput?: number;
  /** It may be attached to several instances at a time. */
  multiAttach?: true;
  /** MiB/s at which it is filled from its snapshot; as it is read when left out. */
  initializationRate?: number;
  encrypted: boolean;
  keyArn?: string;
  snapshotId?: string;
  createdAt: number;
  availableAt: number;
  /** A volume whose key cannot be used is gone when it should have become available. */
  failed: boolean;
  attachments: Attachment[];
  tags: Tags;
  data: BlockData;
  /** Same for everything that descends from the same first volume: what ListChangedBlocks compares. */
  lineage: string;
}

export interface Snapshot {
  id: string;
  /** Owner. */
  account: string;
  region: string;
  volumeId: string;
  sizeGiB: number;
  description: string;
  encrypted: boolean;
  keyArn?: string;
  startedAt: number;
  /** When it completes, or fails if `failure` is set. */
  endsAt: number;
  failure?: string;
  /** Made by StartSnapshot and not sealed yet: fails when nothing is written for `timeout` milliseconds. */
  writing?: { lastWrite: number; timeout: number; changed: Set<number> };
  origin: 'volume' | 'copy' | 'blocks';
  /** Of a copy: what had to be moved for it. */
  copied?: { incremental: boolean; bytes: number };
  /** Of an incremental one made by StartSnapshot. */
  parentId?: string;
  /** Accounts that may copy it and create volumes of it, and since when. */
  sharedWith: Map<string, number>;
  tags: Tags;
  data: BlockData;
  lineage: string;
}

export interface Instance {
  id: string;
  account: string;
  region: string;
  zone: string;
  type: string;
  launchedAt: number;
  privateDnsName: string;
  rootDevice: string;
  tags: Tags;
}

/** EC2 of one account in one Region. */
/** What of a launch template is known here: that it is there. */
export interface LaunchTemplate {
  id: string;
  name: string;
}

export interface Place {
  account: string;
  region: string;
  volumes: Map<string, Volume>;
  snapshots: Map<string, Snapshot>;
  instances: Map<string, Instance>;
  launchTemplates: Map<string, LaunchTemplate>;
  /** ClientToken -> what it was used for; kept for as long as the cloud runs. */
  tokens: Map<string, { request: string; answer: unknown; id: string }>;
  /** Lineage -> the copy of it that was made last, whether it still exists or not. */
  lastCopies: Map<string, string>;
  encryptionByDefault: boolean;
  /** ARN; `aws/ebs` when left out. */
  defaultKeyArn?: string;
}
