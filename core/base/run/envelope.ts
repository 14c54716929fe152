import * as z from 'zod';
import { VolumePace } from '../pace/volume-pace.ts';
import { Migration } from '../request/migration.ts';
import { RunPace } from '../request/pace.ts';
import { Route } from '../request/route.ts';
import { STRATEGY_NAMES } from '../strategies.ts';
import { COMPARED } from '../strategy.ts';
import { Origin } from './origin.ts';

/**
 * What flows through the machines: ids and pointers only, never manifests or block lists
 * (256 KiB a state, https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html).
 * Every task gets `{ clone, ... }`; `clone` is made once, by start-clone.
 */
export const Clone = z.object({
  /** The execution's name: deterministic, so that a retried start is the same run. */
  cloneId: z.string().regex(/^[0-9A-Za-z_-]{1,80}$/),
  mode: z.enum(['plan', 'clone', 'capture']),
  route: Route,
  /** ISO 8601, from the execution's start. */
  startedAt: z.string(),
  /** Why this start clones nothing: its scheduled time has been taken, or its overlap policy leaves it out. */
  notDue: z.string().optional(),
  /** Who asked for it: an ARN, or `schedule nightly`; absent from records of earlier versions. */
  askedBy: z.string().optional(),
  /** The capture that it clones from, in place of the source cluster: the id of the run that took it. */
  fromCapture: z.object({ id: z.string(), name: z.string(), takenAt: z.string() }).optional(),
  /** The backup of Velero that it clones from. */
  fromBackup: z
    .object({
      name: z.string(),
      takenAt: z.string(),
      expiresAt: z.string().optional(),
      /** Whose own file is damaged, so that nobody knows whether they are newer. */
      passedOver: z.array(z.string()).optional(),
    })
    .optional(),
  /** When the clone, or the capture, is removed again; absent when it stays. */
  expiresAt: z.string().optional(),
  /** How fast data may move, and when; absent where neither route nor request says it. */
  pace: RunPace.optional(),
  /** It copies in rounds before it cuts over. */
  migrate: Migration.optional(),
  /** Which of these rounds copies: see core/base/run/rounds.ts. */
  round: z.int().positive().optional(),
});
export type Clone = z.infer<typeof Clone>;

/** What an earlier run has brought of the same volume: see core/base/run/lineage.ts. */
export const Parent = z.object({
  /** The snapshot of the source volume that it copied. */
  sourceSnapshotId: z.string(),
  /** Its twin in the target. */
  snapshotId: z.string(),
  /** Written blocks in it, where that is known. */
  blocks: z.int().nonnegative().optional(),
});
export type Parent = z.infer<typeof Parent>;

/** One line of `volumes.jsonl`: one volume on its way. */
export const VolumeItem = z.object({
  /** Source claim, `namespace/name`. */
  claim: z.string(),
  strategy: z.enum(STRATEGY_NAMES),
  /** Known whole once capture-source has run. */
  origin: Origin,
  sizeGiB: z.int().positive(),
  /** Of the volume at the source, where it is smaller. */
  sourceGiB: z.int().positive().optional(),
  /** GiB that are expected to be moved; absent where the plan knows of the size alone. */
  gibibytes: z.number().nonnegative().optional(),
  /** What its snapshot is expected to take beyond the minutes that each volume has. */
  snapshotMinutes: z.int().positive().optional(),
  /** Where the target volume goes. */
  zone: z.string(),
  volumeType: z.string(),
  multiAttach: z.literal(true).optional(),
  initializationMiBps: z.int().optional(),
  iops: z.int().optional(),
  throughputMiBps: z.int().optional(),
  encryptionSet: z.string().optional(),
  kmsKeyArn: z.string(),
  /** Tags of the target volume, with those that the target's driver demands. */
  tags: z.record(z.string(), z.string()),
  /** The run holds it: only what has changed since is to be moved. */
  parent: Parent.optional(),
  /** What is compared of its copy once it is complete; absent where nothing is. */
  compare: z.enum(COMPARED).optional(),
  /** What copies of its blocks keep to; absent where none are copied. */
  pace: VolumePace.optional(),
  /** In how many minutes EC2 is to complete the copy of its snapshot. */
  completionMinutes: z.int().positive().optional(),
});
export type VolumeItem = z.infer<typeof VolumeItem>;

/** One line of `segments.jsonl`: a run of blocks that one function copies. */
export const Segment = z.object({
  number: z.int().nonnegative(),
  startIndex: z.int().nonnegative(),
  /** Exclusive. */
  endIndex: z.int().positive(),
  blocks: z.int().nonnegative(),
  /** How many segments the volume has. */
  of: z.int().positive(),
  /** The earlier snapshot of the source, where only what has changed since is copied. */
  since: z.string().optional(),
});
export type Segment = z.infer<typeof Segment>;

export const Stage = z.enum(['foundation', 'workload']);
export type Stage = z.infer<typeof Stage>;

/** One dependency wave, as translate-manifests lists it for the machine. */
export const WaveItem = z.object({
  stage: Stage,
  wave: z.string(),
  prefix: z.string(),
  objects: z.int().nonnegative(),
});
export type WaveItem = z.infer<typeof WaveItem>;

/** What a Catch keeps of an error. */
export const Failure = z.object({ Error: z.string(), Cause: z.string().default('') });
export type Failure = z.infer<typeof Failure>;
