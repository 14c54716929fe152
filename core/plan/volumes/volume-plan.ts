import type { Proof } from '../../base/request/proof.ts';
import type { PlannedOrigin } from '../../base/run/origin.ts';
import type { Strategy } from '../../base/strategies.ts';
import type { Compared, Passed } from '../../base/strategy.ts';

/** What an earlier clone of the route has brought of a volume: only what has changed since is moved. */
export interface Since {
  /** Run that has brought it, and when it began. */
  cloneId: string;
  at: string;
  sourceSnapshotId: string;
  /** Its twin in the target. */
  snapshotId: string;
  /** GiB of data in it, where that is known. */
  gibibytes?: number;
}

/** That what a run brings of a volume is kept, on both sides, for the next clone. */
export interface KeptLineage {
  route: string;
  /** While a clone of the route stands that has it, or until a request says that it goes. */
  until: 'no-clone' | 'told';
  /** Of both snapshots together. */
  dollarsAMonth: number;
}

/** A proof that the route or the request asks for, as the way of the volume gives it. */
export interface PlannedProof {
  asked: Proof;
  /** Absent where there is nothing to compare, or the way proves it. */
  compares?: Compared;
  /** Of the comparison alone; part of those of the volume. */
  dollars: number;
  minutes: number;
}

/** What an estimate of the data to be moved is based on. */
export type Basis = 'changes' | 'snapshot' | 'size';

/** What the plan says of one claim's volume. */
export interface PlannedVolume {
  /** Source claim, `namespace/name`. */
  claim: string;
  strategy: Strategy;
  /** Why this strategy. */
  reason: string;
  /** Why none of the others; absent from records of earlier versions, and where the claim keeps its data. */
  others?: Passed[];
  /** Where the data is from a snapshot that others have made. */
  origin?: PlannedOrigin;
  sourceVolumeId: string;
  sourceZone: string;
  /** Of a managed disk of Azure that a capture keeps a snapshot of. */
  sourceSku?: string;
  sizeGiB: number;
  /** GiB at the source, of a volume that the request lets grow. */
  grownFromGiB?: number;
  /** Where the target volume goes. */
  zone: string;
  volumeType: string;
  /** As the source's, it may be attached to several instances at a time. */
  multiAttach?: true;
  /** MiB/s at which EBS fills it from its snapshot, where the request asks for that. */
  initializationMiBps?: number;
  iops?: number;
  throughputMiBps?: number;
  /** Of a managed disk of Azure. */
  encryptionSet?: string;
  kmsKeyArn: string;
  tags: Record<string, string>;
  /** The volume of the former clone that gives its place to this one (onConflict: refresh). */
  replaces?: string;
  /** The volume that the claim has in the target and keeps: nothing is copied, and `strategy` is `skip`. */
  keeps?: string;
  /** Absent where everything is moved, as is `lineage` where nothing is kept; from records of earlier versions both are. */
  since?: Since;
  lineage?: KeptLineage;
  /** Of a volume that is handed over: the snapshot from before stays, as the request says. */
  keepsSnapshot?: true;
  /** The request says that what was kept goes. */
  forgetsLineage?: true;
  /** GiB that are expected to be moved, and what says so; absent from records of earlier versions, which took `sizeGiB`. */
  gibibytes?: number;
  basis?: Basis;
  /** In how many minutes EC2 is to complete the copy of its snapshot. */
  completionMinutes?: number;
  /** What is compared of its copy beyond what its way proves; absent where nobody asks for that. */
  proof?: PlannedProof;
  dollars: number;
  minutes: number;
  /** Of the Job in the source that copies its files first, where one does; no part of `minutes`. */
  jobMinutes?: number;
  /** What its snapshot is expected to take beyond the minutes that each volume has: a part of `minutes`, and for all volumes at a time. */
  snapshotMinutes?: number;
}

/** In words: how the data of a claim gets there, or that it stays as it is. */
export const wayOf = ({ strategy, keeps }: { strategy?: string; keeps?: string | undefined }) =>
  keeps === undefined ? (strategy ?? '') : 'keeps its data';

/** What verify-volume writes: how one claim's volume arrived. */
export interface VolumeRecord {
  claim: string;
  snapshotId: string;
  volumeId: string;
  zone: string;
  sizeGiB: number;
  /** It is the source's own volume: no run has made it, and none removes it. */
  handedOver?: true;
}
