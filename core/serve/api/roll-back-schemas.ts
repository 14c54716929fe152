/** What the API says of a roll-back before it is begun, and the operation that says it. */
import * as z from 'zod';
import { RUN_STATUSES } from '../../base/ports/runs.ts';
import { Place } from '../../base/request/end.ts';
import { KeptView } from './kept-schema.ts';
import type { Operation } from './operation.ts';

const Named = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});

export const RollBackPreview = z.object({
  id: z.string(),
  route: z.string(),
  status: z.enum(RUN_STATUSES).describe('Of the run'),
  target: Place.describe('Where all of it is'),
  refused: z.string().optional().describe('Why DELETE would be refused now; what follows holds once it is not'),
  cutOverAt: z
    .string()
    .optional()
    .describe(
      'When the source was cut over to the clone: what was written to its own volumes since is lost by a roll-back',
    ),
  removed: z.int().describe('Objects that the run made, each removed by its uid'),
  unsure: z.int().describe('Objects that it was about to make: one that carries its mark is removed as well'),
  restored: z.int().describe('Objects of the clone before it that come back as they were'),
  stays: z.int().describe('Objects that were there before and stay as the run has left them'),
  objects: z.array(Named).describe('The first 200 of those that are removed, in the order in which they go'),
  volumes: z.array(z.object({ id: z.string(), claim: z.string() })).describe('Removed with their data'),
  handedBack: z
    .array(z.object({ id: z.string(), claim: z.string() }))
    .optional()
    .describe('Volumes of the source that the target has: they stay, and the source has them again'),
  snapshots: z.int().describe('Removed as well, at most; a clone that has succeeded has cleaned up its own'),
  cluster: z
    .string()
    .optional()
    .describe('That the run has made or was about to make: removed when nothing of others is in it'),
  comesBack: z.array(z.string()).describe('Clones that were refreshed and come back'),
  kept: KeptView.optional(),
});
export type RollBackPreview = z.infer<typeof RollBackPreview>;

export const ROLL_BACK_PREVIEW = {
  id: 'previewRollBack',
  method: 'GET',
  path: '/routes/{route}/clones/{id}/roll-back',
  summary: 'Say what a roll-back would remove',
  description:
    'By the ledger of the run, and without a look into the target: what others have in it since is kept by the roll-back itself. Changes nothing.',
  status: 200,
  output: RollBackPreview,
} as const satisfies Operation;
