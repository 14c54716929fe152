/** What the API says of what a route keeps for its next clones, and the operation that says it. */
import * as z from 'zod';
import type { Operation } from './operation.ts';

const LineageView = z.object({
  claim: z.string().describe('namespace/name at the source'),
  sourceVolumeId: z.string(),
  sourceSnapshotId: z.string(),
  targetSnapshotId: z.string().describe('Its twin in the target'),
  madeBy: z.string().describe('The run that has made both'),
  takenAt: z.string().describe('When that run began, ISO 8601'),
  gibibytes: z.number().optional().describe('Data in each of them'),
  dollarsAMonth: z.number().describe('What both cost, about'),
  clones: z.array(z.string()).describe('Clones that stand and that they are kept for'),
  until: z.enum(['no-clone', 'told']).describe('They go with the last of these clones, or when a request says so'),
  heldBy: z.array(z.string()).describe('Runs under way that read them'),
});
export type LineageView = z.infer<typeof LineageView>;

const LineageList = z.object({ lineages: z.array(LineageView).describe('By claim') });

export const LINEAGE_OPERATION = {
  id: 'listLineages',
  method: 'GET',
  path: '/routes/{route}/lineages',
  summary: 'List what a route keeps for its next clones',
  description:
    'Of each claim the snapshot of the source and its twin in the target, from which the next clone moves only what has changed; for which clones they are kept, and what they cost.',
  status: 200,
  output: LineageList,
} as const satisfies Operation;
