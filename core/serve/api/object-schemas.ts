/** What the API tells of the objects of a plan or a run, a page at a time. */
import * as z from 'zod';
import type { Dimension } from '../../plan/objects/facets.ts';
import { Started } from './schemas.ts';

const Ref = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional().describe('Left out of what is of cluster scope'),
  name: z.string(),
});

const RESULTS = ['created', 'updated', 'unchanged', 'skipped', 'failed'] as const;

const ChangeView = z.object({
  rule: z.string(),
  op: z.enum(['add', 'remove', 'replace']),
  path: z.string().describe('JSON pointer (RFC 6901)'),
  before: z.unknown().optional().describe('*** where it could tell a secret'),
  after: z.unknown().optional(),
  clipped: z.literal(true).optional().describe('A value is the beginning of a longer one, as text'),
  by: z
    .enum(['source', 'target'])
    .optional()
    .describe('Of a comparison: which side has changed since the clone was made'),
  managers: z.array(z.string()).optional().describe('Of a comparison: who manages the field in the target'),
  routine: z.literal(true).optional().describe("A trace of the source's API server, as almost every object loses it"),
});

const ObjectView = z.object({
  ref: Ref.describe('As the source has it'),
  target: Ref.optional().describe('As the target has it, where that is otherwise'),
  outcome: z.enum(['apply', 'drop', 'block']),
  reason: z.string().optional().describe('Why it is left out or blocked'),
  rule: z.string().optional().describe('That leaves it out or blocks it'),
  drift: z
    .enum(['changed', 'not-in-target', 'gone-from-target', 'gone-from-source'])
    .optional()
    .describe('Of a comparison: how it differs; a change is then what the source would make of the target'),
  changes: z.array(ChangeView),
  findings: z.array(
    z.looseObject({
      severity: z.enum(['blocker', 'warning', 'info']),
      rule: z.string(),
      path: z.string(),
      sentence: z.string(),
    }),
  ),
  result: z.enum(RESULTS).optional().describe('What came of it, of a run that has applied it'),
  why: z.string().optional().describe('Why it was skipped or failed'),
});
export type ObjectView = z.infer<typeof ObjectView>;

const counts = z.record(z.string(), z.int());

export const ObjectList = Started.omit({ status: true }).extend({
  of: z.enum(['plan', 'run']).describe('plan: what is going to be. run: what was done'),
  objects: z.array(ObjectView),
  facets: z
    .object({
      objects: z.int(),
      outcome: counts,
      kind: counts,
      namespace: counts,
      rule: counts,
      severity: counts,
      result: counts,
    } satisfies Record<'objects' | Dimension, z.ZodType>)
    .optional()
    .describe(
      'How many objects of the whole list have each value, whatever the filter; of the first page alone. The namespace of what is of cluster scope is the empty text',
    ),
  next: z
    .string()
    .optional()
    .describe('Send it as the query parameter next to get the next page, which a page with fewer than limit may have'),
});
export type ObjectList = z.infer<typeof ObjectList>;

const word = (what: string) => z.string().max(253).optional().describe(what);

export const ObjectsQuery = z.strictObject({
  namespace: word('Only of this namespace of the source; empty for what is of cluster scope'),
  kind: word('Only of this kind'),
  outcome: z.enum(['apply', 'drop', 'block']).optional().describe('Only what becomes of it'),
  rule: word('Only what this rule has changed, left out, blocked or noticed something about'),
  severity: z.enum(['blocker', 'warning', 'info']).optional().describe('Only what has such a finding'),
  result: z.enum(RESULTS).optional().describe('Only what this came of'),
  q: word('Only what has this text in its kind, namespace or name'),
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('Objects in one page'),
  next: z.string().max(64).optional().describe('From the answer before'),
});
