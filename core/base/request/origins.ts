import * as z from 'zod';

/** A snapshot by its id. */
const SNAPSHOT = /^snap-[0-9a-f]{8,17}$/;

/** Where the data of one claim comes from instead of a snapshot that the run takes. */
export const OriginWish = z.union(
  [
    z.strictObject({
      repository: z.string().min(1).describe('A repository of files that the route names'),
      snapshot: z.string().min(1).optional().describe('Its id, or the beginning of one; the newest when left out'),
      path: z.string().min(1).optional().describe('A folder of the snapshot, when not all of it is meant'),
      host: z.string().min(1).optional().describe('Only snapshots of this host'),
      tag: z.string().min(1).optional().describe('Only snapshots with this tag'),
      image: z
        .literal(true)
        .optional()
        .describe('What is kept is one file that is a whole device; always so for a claim with volumeMode Block'),
    }),
    z.strictObject({
      mover: z
        .union([z.literal(true), z.enum(['snapshot', 'claim'])])
        .describe(
          'A Job of the run in the source copies its files; the route\'s source.mover allows it. true: out of a VolumeSnapshot where there can be one and the workload is not scaled to zero; "snapshot" and "claim" say which',
        ),
    }),
    z.strictObject({ snapshot: z.string().regex(SNAPSHOT, 'a snapshot id looks like snap-0a1b2c3d4e5f60718') }),
    z.strictObject({
      newest: z.strictObject({
        maxAgeHours: z.number().positive().max(8_760).describe('How old it may be when the run starts'),
        tags: z.record(z.string().min(1), z.string()).default({}).describe('Tags that it has to carry'),
      }),
    }),
  ],
  'an origin is {"snapshot": "snap-…"}, {"newest": {"maxAgeHours": 24, "tags": {"key": "value"}}}, {"repository": "name"} or {"mover": true}, with "snapshot" or "claim" in the place of true',
);
export type OriginWish = z.infer<typeof OriginWish>;
export type RepositoryWish = Extract<OriginWish, { repository: unknown }>;
export type MoverWish = Extract<OriginWish, { mover: unknown }>;
export type SnapshotOriginWish = Exclude<OriginWish, RepositoryWish | MoverWish>;
