import { z } from 'zod';

/** A snapshot by its id. */
const SNAPSHOT = /^snap-[0-9a-f]{8,17}$/;

/** Where the data of one claim comes from instead of a snapshot that the run takes. */
export const OriginWish = z.union(
  [
    z.strictObject({ snapshot: z.string().regex(SNAPSHOT, 'a snapshot id looks like snap-0a1b2c3d4e5f60718') }),
    z.strictObject({
      newest: z.strictObject({
        maxAgeHours: z.number().positive().max(8_760).describe('How old it may be when the run starts'),
        tags: z.record(z.string().min(1), z.string()).default({}).describe('Tags that it has to carry'),
      }),
    }),
  ],
  'an origin is {"snapshot": "snap-…"} or {"newest": {"maxAgeHours": 24, "tags": {"key": "value"}}}',
);
export type OriginWish = z.infer<typeof OriginWish>;
