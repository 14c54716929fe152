import * as z from 'zod';
import { ASKABLE, AUTO, describeAuto, NAMEABLE } from '../strategies.ts';
import { OriginWish } from './origins.ts';

const claim = z.string().regex(/^[a-z0-9][-a-z0-9]*\/[a-z0-9][-a-z0-9.]*$/, 'a claim is written namespace/name');

/** What becomes of the snapshot from before a volume is handed over, once the clone is verified. */
export const SAFETY_SNAPSHOTS = ['remove', 'keep'] as const;

/** How the volumes of claims travel, and what they become. */
export const Volumes = z.strictObject({
  strategy: z.enum(ASKABLE).default(AUTO).describe(`How volumes travel; ${describeAuto()}`),
  claims: z.record(claim, z.enum(NAMEABLE)).default({}).describe('Strategy of single claims'),
  classes: z
    .record(z.string().min(1), z.enum(NAMEABLE))
    .optional()
    .describe('Strategy of the claims of single storage classes of the source'),
  sizes: z
    .record(claim, z.int().min(1).max(65_536))
    .optional()
    .describe('GiB of the volumes of single claims in the target, no less than at the source'),
  initializationRate: z
    .int()
    .min(100)
    .max(300)
    .optional()
    .describe(
      'MiB/s at which EBS fills the volumes of the target from their snapshots, at a price; without one they are filled as they are read',
    ),
  performance: z
    .enum(['source', 'class'])
    .optional()
    .describe('source (the default) makes no volume slower than it was; class goes by the class of the target alone'),
  safetySnapshot: z
    .enum(SAFETY_SNAPSHOTS)
    .optional()
    .describe(
      'What becomes of the snapshot from before a volume is handed over: remove (the default) once the clone is verified, keep until somebody removes it',
    ),
  origins: z
    .record(claim, OriginWish)
    .optional()
    .describe(
      "What single claims are copied from instead of a new snapshot: one of the account's own, or a repository of files",
    ),
  lineage: z
    .enum(['auto', 'keep', 'none'])
    .default('auto')
    .describe(
      'Whether snapshots are kept on both sides, so that the next clone moves only what has changed: auto keeps them for refreshes and schedules while a clone stands, keep always, none never, and removes those that are kept',
    ),
});
