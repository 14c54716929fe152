import type { PlannedOrigin } from '../../base/run/origin.ts';
import type { Strategy } from '../../base/strategies.ts';
import type { Passed } from '../../base/strategy.ts';

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
  sizeGiB: number;
  /** Where the target volume goes. */
  zone: string;
  volumeType: string;
  iops?: number;
  throughputMiBps?: number;
  kmsKeyArn: string;
  tags: Record<string, string>;
  /** The volume of the former clone that gives its place to this one (onConflict: refresh). */
  replaces?: string;
  /** The volume that the claim has in the target and keeps: nothing is copied, and `strategy` is `skip`. */
  keeps?: string;
  dollars: number;
  minutes: number;
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
}
