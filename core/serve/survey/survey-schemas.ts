/** What the API says of the workloads at the source of a route. */
import * as z from 'zod';

const WorkloadView = z.object({
  kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob']),
  name: z.string(),
  replicas: z.int().optional().describe('As asked for; a CronJob has none'),
  ready: z.int().optional(),
  claims: z.array(z.string()).describe('Names of the claims that its pods mount'),
});
export type WorkloadView = z.infer<typeof WorkloadView>;

const ClaimView = z.object({
  name: z.string(),
  gibibytes: z.number(),
  storageClass: z.string().optional(),
  driver: z.string().optional().describe('Of its volume; none when the claim is not bound'),
  copied: z.boolean().describe('Its volume is one of Amazon EBS, which a clone copies with its data'),
});
export type ClaimView = z.infer<typeof ClaimView>;

export const NamespaceView = z.object({
  name: z.string(),
  objects: z.int().optional().describe('Of all kinds that were counted in time'),
  workloads: z.array(WorkloadView),
  claims: z.array(ClaimView),
  gibibytes: z.number().describe('Of the volumes that a clone copies'),
  allowed: z.boolean().describe('Whether the limits of the route let it be cloned'),
});
export type NamespaceView = z.infer<typeof NamespaceView>;

const TargetView = z.object({
  state: z.enum(['there', 'missing', 'in-making', 'unknown']),
  version: z.string().optional(),
  why: z.string().optional().describe('Why it is not known'),
});
export type TargetView = z.infer<typeof TargetView>;

export const WorkloadsView = z.object({
  route: z.string(),
  takenAt: z.string().describe('ISO 8601; an answer may be ten minutes old, unless fresh=1 was sent'),
  source: z.object({ cluster: z.string(), version: z.string() }),
  target: TargetView,
  namespaces: z.array(NamespaceView).describe('By name; without those that each cluster fills for itself'),
  partial: z.literal(true).optional().describe('There was no time to count the objects of every kind'),
  total: z.int().describe('How many namespaces match'),
  next: z.string().optional().describe('Send it as the query parameter next to get the next page'),
});
export type WorkloadsView = z.infer<typeof WorkloadsView>;

export const WorkloadsQuery = z.strictObject({
  q: z.string().max(100).optional().describe('Only namespaces in whose name, or in a workload of which, this is'),
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('Namespaces in one page'),
  next: z.string().max(253).optional().describe('From the answer before'),
  fresh: z.enum(['1']).optional().describe('1: look again, though there was a look within ten minutes'),
});
export type WorkloadsQuery = z.infer<typeof WorkloadsQuery>;
