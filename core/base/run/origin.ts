import { z } from 'zod';

/** Where the data of a volume comes from. */
export const Origin = z.discriminatedUnion('kind', [
  /** A snapshot that the run has taken of the source volume, and removes at its end. */
  z.object({ kind: z.literal('volume'), volumeId: z.string(), snapshotId: z.string() }),
  /** A snapshot that somebody else has made: it is never deleted and never tagged, and nothing of it is known by tags. */
  z.object({ kind: z.literal('snapshot'), snapshotId: z.string(), foreign: z.literal(true) }),
]);
export type Origin = z.infer<typeof Origin>;

/** As a plan has it; absent where the run takes a snapshot of its own. */
export type PlannedOrigin = Extract<Origin, { kind: 'snapshot' }> & {
  /** ISO 8601: what was written later is not in it. */
  takenAt: string;
};
