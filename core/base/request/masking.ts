import * as z from 'zod';
import type { Problem } from '../errors.ts';
import type { Request } from './request.ts';

const label = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'a DNS label of at most 63 characters');
const id = z.int().min(0).max(2_147_483_647);

/** How long a Job of the masking may take at most: what waits for it has nearly twice the time. */
const LONGEST_MASKING_SECONDS = 14_400;

/**
 * A Job that runs in the target on copied volumes, before anything of the clone does. Names of namespaces and claims are those
 * of the source; image and command are the route's own, and no mapping or rule changes them.
 */
const MaskingJob = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,28}[a-z0-9])?$/, 'the name of a masking job is a DNS label of at most 30 characters'),
  namespace: label,
  image: z.string().regex(/^\S+$/, 'an image of a registry that the target reaches, without spaces'),
  command: z.array(z.string()).min(1),
  /** Path in the container -> claim; of a claim with volume mode Block, the path of the device. */
  claims: z
    .record(z.string().regex(/^\/[^\0:]*$/, 'the path of a mount is absolute and has no colon'), z.string().min(1))
    .refine((claims) => Object.keys(claims).length > 0, 'a masking job mounts one claim at least'),
  env: z.record(z.string().min(1), z.string()).default({}),
  /** Secrets of the namespace whose keys become variables: a password has no place in a command. */
  secrets: z.array(z.string().min(1)).default([]),
  /** As whom it runs; `group` owns the files of the volumes as well (fsGroup). Left out, as its image says. */
  runAs: z.strictObject({ user: id, group: id }).optional(),
  /** Requests and limits of its pod, as Kubernetes writes quantities. */
  cpu: z.string().min(1).optional(),
  memory: z.string().min(1).optional(),
  timeoutSeconds: z.int().min(10).max(LONGEST_MASKING_SECONDS).default(3_600),
});
export type MaskingJob = z.infer<typeof MaskingJob>;

/** What a route demands of each clone before anything of it starts. */
export const Masking = z
  .strictObject({
    jobs: z.array(MaskingJob).min(1, 'a masking without a job masks nothing').max(20),
    /** Claims whose data needs no masking, as `namespace/name` with `*` for any letters; every other one needs a job. */
    unmasked: z.array(z.string().regex(/^[^/\s]+\/[^/\s]+$/, 'a claim is written namespace/name')).default([]),
    /** What becomes of a clone whose masking failed: it is undone, or its volumes stay for a look. Nothing starts either way. */
    onFailure: z.enum(['roll-back', 'keep']).default('roll-back'),
  })
  .check(({ value, issues }) => {
    for (const message of twice(value.jobs)) issues.push({ code: 'custom', message, input: value, path: ['jobs'] });
  });
export type Masking = z.infer<typeof Masking>;

/** Jobs run beside each other, so that none may meet another one on a volume. */
function twice(jobs: readonly MaskingJob[]): string[] {
  const claims = jobs.flatMap((job) => claimsOf(job).map((claim) => `claim ${claim}`));
  const names = jobs.map(({ name }) => `name "${name}"`);
  const repeated = [...names, ...claims].filter((each, at, all) => all.indexOf(each) !== at);
  return [...new Set(repeated)].map((each) => `${each} is in two jobs, which run beside each other; put it into one.`);
}

/** The claims of a job, as `namespace/name` of the source. */
export const claimsOf = ({ namespace, claims }: Pick<MaskingJob, 'namespace' | 'claims'>): string[] =>
  [...new Set(Object.values(claims))].map((name) => `${namespace}/${name}`);

/** What of a request would bring data past the masking of its route. */
export function pastMasking(request: Request, route: { name: string; masking?: Masking | undefined }): Problem[] {
  if (!route.masking || request.mode === 'capture') return [];
  const problems: Problem[] = [];
  if (request.onConflict === 'skip' || request.onConflict === 'update')
    problems.push({
      at: 'onConflict',
      message: `Route "${route.name}" masks data before anything runs on it, and with "${request.onConflict}" workloads of the target may run on a claim as soon as it is there. Use "fail" or "refresh".`,
    });
  if (request.cutOver)
    problems.push({
      at: 'cutOver',
      message: `Route "${route.name}" masks data, and what is masked cannot take the place of its source. Leave cutOver out, or migrate by a route that does not mask.`,
    });
  if (request.volumes.lineage === 'keep')
    problems.push({
      at: 'volumes.lineage',
      message: `Route "${route.name}" masks data, and what is kept for the next clone is a snapshot in the target's account from before the masking. Leave lineage out, or say "none".`,
    });
  return problems;
}

/** With `auto`, a route that masks keeps no snapshot from before the masking in the target. */
export function withoutUnmasked(request: Request, masking: Masking | undefined): Request {
  if (!masking || request.volumes.lineage !== 'auto') return request;
  return { ...request, volumes: { ...request.volumes, lineage: 'none' } };
}
