import * as z from 'zod';
import { Started } from './schemas.ts';

/** What the start of a run answers. */
export const StartedRun = Started.extend({
  note: z.string().optional().describe('What to know of it: that the stack of its route is older than the hub'),
});
