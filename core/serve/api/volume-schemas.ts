/** What the API says of the volumes of a run. */
import { z } from 'zod';
import { STRATEGY_NAMES } from '../../base/strategies.ts';
import { BASES } from '../../reporting/progress/estimate.ts';
import { STAGES } from '../../reporting/progress/volume-progress.ts';

export const EstimateView = z
  .object({
    secondsLeft: z.int(),
    basis: z
      .enum(BASES)
      .describe(
        'progress: the pace of the copy so far. plan: the minutes of the plan, which takes each volume as full, less what has passed',
      ),
  })
  .describe('A guess, made when the answer was; absent where nothing can be said');

export const VolumeView = z.object({
  claim: z.string().describe('namespace/name at the source, as the plan has it'),
  strategy: z.enum(STRATEGY_NAMES),
  sizeGiB: z.int(),
  stage: z
    .enum(STAGES)
    .describe(
      'waiting: for its turn. snapshot: the one at the source is being completed. copying: into the target. creating: the volume, of what was copied. verified: it is as planned',
    ),
  percent: z
    .int()
    .min(0)
    .max(100)
    .describe(
      'Of the copy: of its snapshot as EC2 says, or of its segments; in steps of five. 100 when it is complete',
    ),
  snapshotPercent: z.int().min(0).max(95).optional().describe('Of the snapshot at the source, while it is completed'),
  waitingFor: z.string().optional().describe('What others use up for now, and it needs to go on'),
  estimate: EstimateView.optional().describe('Until it is verified, of a run under way'),
});
export type VolumeView = z.infer<typeof VolumeView>;
