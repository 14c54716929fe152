import * as z from 'zod';
import { Evidence } from '../../reporting/evidence/evidence.ts';
import type { Operation } from './operation.ts';

export const CloneCheck = z.object({
  id: z.string(),
  route: z.string(),
  checkedAt: z.string().describe('ISO 8601'),
  checkedBy: z.string(),
  good: z
    .object({ objects: z.int(), volumes: z.int(), snapshots: z.int().describe('That still exist') })
    .describe('How many are as the run left them'),
  problems: z.array(z.object({ at: z.string(), message: z.string() })).describe('Everything that is not'),
  evidence: Evidence.optional().describe('The same, signed, where the hub signs'),
});
export type CloneCheck = z.infer<typeof CloneCheck>;

export const CHECK_OPERATION = {
  id: 'checkClone',
  step: 'examine-route',
  method: 'POST',
  path: '/routes/{route}/clones/{id}/checks',
  summary: 'Check what a clone has left',
  description:
    'Looks again at each object of the clone, its volumes and its evidence, as the run left them. Enters the target and leaves it again, and changes nothing else; what it finds is kept beside the run, signed where the hub signs.',
  status: 200,
  output: CloneCheck,
} as const satisfies Operation;
