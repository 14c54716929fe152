import * as z from 'zod';

/** What a roll-back has left, since others have something in it. */
export const KeptView = z
  .array(z.object({ at: z.string(), why: z.string() }))
  .describe('What the roll-back has left to others');
