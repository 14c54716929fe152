import type { Problem } from '../errors.ts';
import { keyOf, type OutsideOfRequest } from './outside-rows.ts';
import type { Request } from './request.ts';
import type { Route } from './route.ts';

/** Of Kubernetes' own kinds, by what they are suspended: Deployments, Jobs and CronJobs. */
const SUSPENDS = ['spec.paused', 'spec.suspend'];

/** Groups without a dot, and those of its own domain, are of Kubernetes itself. */
const isOwn = (kind: string) => {
  const group = keyOf(kind).split('/')[0]!;
  return !group.includes('.') || group.endsWith('.k8s.io');
};

/**
 * Rows of a request on a route that takes no rules from any: a field of Kubernetes' own kinds says which pods run, as whom and on which
 * volumes, so that a row which sets one would be such a rule.
 */
export function outsideProblems(
  given: Record<string, unknown>,
  { outside }: Pick<Request, 'outside'>,
  { name, mayAddRules }: Pick<Route, 'name' | 'mayAddRules'>,
): Problem[] {
  if (given.outside === undefined || mayAddRules) return [];
  return outside.flatMap((row, at) => {
    const field = fieldOf(row);
    if (row.kind === undefined || field === undefined || SUSPENDS.includes(field) || !isOwn(row.kind)) return [];
    const message = `Route "${name}" takes no rules from requests (mayAddRules is off), and "${field}" of ${row.kind} would be one: set ${SUSPENDS.join(' or ')} or an annotation, or write "scale-to-zero", "drop" or "name".`;
    return [{ at: `outside.${at}.silence.field`, message }];
  });
}

const fieldOf = ({ silence }: OutsideOfRequest) => (typeof silence === 'object' ? silence.field : undefined);
