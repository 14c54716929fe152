/** What the API says of the volumes of a run. */
import * as z from 'zod';
import { STRATEGY_NAMES } from '../../base/strategies.ts';
import { BASES } from '../../reporting/progress/estimate.ts';
import { STAGES } from '../../reporting/progress/volume-progress.ts';
import { ComparedView, PlannedProofView } from './planned-schemas.ts';

export const EstimateView = z
  .object({
    secondsLeft: z.int(),
    basis: z
      .enum(BASES)
      .describe(
        'progress: the pace of the copy so far. plan: the minutes of a copy of the whole volume, less what has passed',
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

/** As a plan has it. */
export const PlannedVolumeView = z.looseObject({
  claim: z.string(),
  strategy: z.string(),
  sizeGiB: z.int(),
  zone: z.string(),
  gibibytes: z.number().optional().describe('GiB that are expected to be moved'),
  basis: z
    .string()
    .optional()
    .describe('What says so: changes (of the last time), snapshot (of the volume), or size (as if it were full)'),
  since: z
    .looseObject({ cloneId: z.string(), at: z.string() })
    .optional()
    .describe('Run that has brought it before: only what has changed since is moved'),
  lineage: z
    .looseObject({ until: z.string(), dollarsAMonth: z.number() })
    .optional()
    .describe('Snapshots are kept on both sides for the next clone: until no-clone stands, or until told'),
  proof: PlannedProofView.optional(),
  replaces: z.string().optional().describe('Volume of the former clone (onConflict: refresh)'),
  keeps: z
    .string()
    .optional()
    .describe('Volume that the claim has in the target and keeps (onConflict: skip, update): nothing is copied'),
});

/** As a report has it. */
export const ReportedVolumeView = z.looseObject({
  claim: z.string(),
  targetVolumeId: z.string().optional(),
  compared: ComparedView.optional(),
  movement: z
    .looseObject({ toMove: z.int(), of: z.int() })
    .optional()
    .describe('Blocks of 512 KiB that were to be moved, of those that are written'),
});
