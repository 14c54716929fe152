import type { Step } from './changes.ts';
import { isRecord } from './fields.ts';
import type { KubeObject } from './kube-object.ts';

export const MASK = '***';

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Long, of no use to a reader, and never needed for a replay: recorded without what was there. */
const BULK = [
  '/status',
  '/metadata/managedFields',
  '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration',
];

/** Where a Secret, or an annotation with a copy of it, holds its values. */
const SECRET = ['/data', '/stringData', '/metadata/annotations'];

const isUnder = (path: string, roots: readonly string[]) =>
  roots.some((root) => path === root || path.startsWith(`${root}/`));

export const isSecret = (object: KubeObject) => object.kind === 'Secret' && object.apiVersion === 'v1';

/**
 * A step as it may be recorded: never with a Secret's value in it. A replay needs no `before`, so nothing is lost;
 * a rule that wrote into a Secret's data would need its `after`, so that is refused.
 */
export function discreet(step: Step, object: KubeObject): Step {
  if (isUnder(step.path, BULK) || holdsLastApplied(step)) return without(step);
  if (!isSecret(object)) return step;
  if (step.op !== 'remove' && isUnder(step.path, SECRET.slice(0, 2))) {
    throw new Error('a rule may remove entries of a Secret, never write them');
  }
  return step.before !== undefined && isUnder(step.path, SECRET) ? { ...step, before: MASK } : step;
}

function holdsLastApplied({ path, before }: Step): boolean {
  return path === '/metadata/annotations' && typeof before === 'object' && before !== null && LAST_APPLIED in before;
}

function without({ before: _, ...step }: Step): Step {
  return step;
}

/** `scheme://user:password@host`, as connection strings in environment variables have it (RFC 3986, 3.2.1). */
const USER_INFO = /([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi;

/**
 * The same value with the password of every URL in it masked: for whatever a person gets to read. Replays need the exact
 * values, so that the pipeline's own changes are masked only when they are written down.
 */
export function withoutPasswords<T>(value: T): T {
  return masked(value) as T;
}

function masked(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('://') ? value.replaceAll(USER_INFO, `$1:${MASK}@`) : value;
  if (Array.isArray(value)) return value.map(masked);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(each)]));
}
