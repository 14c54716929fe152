/** What the API says of a plan beside its objects and volumes, and of a report about the same things. */
import * as z from 'zod';
import { PRESET_NAMES } from '../../base/request/presets/preset-names.data.ts';
import { PROOFS } from '../../base/request/proof.ts';

export const PresetView = z
  .object({
    name: z.enum(PRESET_NAMES),
    set: z.record(z.string(), z.unknown()).describe('Field -> value that the preset has set'),
    otherwise: z.record(z.string(), z.unknown()).describe('Field that it would have set -> what was said instead'),
    look: z.array(z.string()).describe('What the plan is to be looked at for'),
  })
  .describe('Of a request with a preset');

export const TakenView = z
  .array(
    z.object({
      ref: z.object({
        apiVersion: z.string(),
        kind: z.string(),
        namespace: z.string().optional(),
        name: z.string(),
      }),
      why: z.string().describe('How it belongs to the workload; empty of the workload itself'),
    }),
  )
  .describe('Of a selection by workload: what is copied with it, each with its reason');

export const PlannedMaskingView = z
  .looseObject({
    jobs: z.array(
      z.looseObject({
        name: z.string(),
        namespace: z.string().describe('Of the source'),
        image: z.string(),
        claims: z.record(z.string(), z.string()).describe('Path in the container -> claim'),
      }),
    ),
    unmasked: z.array(z.string()).describe('Claims with data that need no masking, as the route says'),
  })
  .describe('Jobs that have to succeed on the copied volumes before anything of the clone starts');

export const MaskedView = z
  .looseObject({
    jobs: z.array(
      z.looseObject({
        name: z.string(),
        claims: z.array(z.string()).describe('Of the source, as namespace/name'),
        outcome: z.enum(['passed', 'failed', 'running']),
        seconds: z.number().optional(),
        reason: z.string().optional(),
      }),
    ),
  })
  .describe('How the Jobs of the masking ended');

export const PlannedProofView = z
  .looseObject({ asked: z.enum(PROOFS), compares: z.string().optional(), dollars: z.number(), minutes: z.number() })
  .describe('How far the copy is compared with its source, where the route or the request asks for that');

export const ComparedView = z
  .looseObject({
    compared: z.string().describe('listing, or blocks'),
    blocks: z.int().describe('That were to be read on both sides'),
    equal: z.int().describe('That were read, and are equal'),
    complete: z.boolean(),
  })
  .describe('How far its copy was compared with its source');

export const ReportedCutOverView = z
  .looseObject({
    at: z.string(),
    downSeconds: z
      .number()
      .optional()
      .describe('From the first workload that was scaled to zero until the clone was verified'),
    expectedSeconds: z.number().optional(),
  })
  .describe('The source stays at zero');

export const ReportedSafetyView = z
  .looseObject({
    claim: z.string(),
    snapshotId: z.string(),
    account: z.string().describe('Who pays for it'),
    region: z.string(),
    gibibytes: z.number().optional(),
    dollarsAMonth: z.number().optional(),
    sentence: z.string().describe('With the command that removes it'),
  })
  .describe('A snapshot from before its volume was handed over, which stays until somebody removes it');
