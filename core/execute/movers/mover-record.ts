/** One Job of a run in the source: written before it is made, so that removing always finds it. */
export interface MoverRecord {
  /** `namespace/name` */
  claim: string;
  /** When it was about to be made; ISO 8601. */
  at: string;
  jobUid?: string;
  /** When the session in its Secret ends; ISO 8601. */
  sessionUntil?: string;
  /** When a snapshot of the claim was about to be made, and when its Job, which waits for that, was about to begin; ISO 8601. */
  snapshotAt?: string;
  begunAt?: string;
  /** When the snapshot was taken, as the cluster says; ISO 8601. */
  takenAt?: string;
  /** What it has copied, once it has succeeded. */
  moved?: { snapshotId: string; takenAt: string; bytes?: number };
  /** When nothing of it was left in the source; ISO 8601. */
  removedAt?: string;
}

/** Adds to a record, in memory and in the store. */
export type KeepRecord = (more: Partial<MoverRecord>) => Promise<void>;
