import type { Lock } from '../run/lock.ts';

/** What is known of a capture without looking into it. Its records are those of the run that took it. */
export interface Capture {
  /** Of that run. */
  id: string;
  name: string;
  /** The route that it was taken by: it removes it again. */
  route: string;
  askedBy?: string;
  /** When its snapshots were taken, ISO 8601: what was written later is not in it. */
  takenAt: string;
  expiresAt: string;
  namespaces: string[];
  objects: number;
  volumes: number;
  /** Of data in its snapshots; their size where nobody says how much data that is. */
  gibibytes: number;
}

/** A capture with the runs that clone from it. */
export interface KeptCapture extends Capture {
  users: Lock[];
  /** It is being removed, and nobody may begin to use it. */
  removing?: true;
}
