import { refText } from '../../../kube/kube-object.ts';
import type { Difference } from '../contents/differences.ts';
import type { Plan } from '../plan.ts';
import type { Bond } from './bond.ts';

/** Why an object is not copied on a route with `whenChanged: 'leave-out'`. */
export const LEFT_OUT =
  'it is not as it was in the plan that the run is bound to, and the route leaves such objects out';

/** The plan that the run is bound to, without what has changed since: that is not copied, each with a reason. */
export function leaveOut(plan: Plan, bond: Bond, changed: readonly Difference[]): Plan {
  const out = new Set(changed.filter(({ change }) => change !== 'gone').map(({ ref }) => refText(ref)));
  return {
    ...plan,
    hash: bond.hash,
    ...(bond.plan?.contents ? { contents: bond.plan.contents } : {}),
    objects: plan.objects.map((object) =>
      out.has(refText(object.ref)) ? { ref: object.ref, outcome: 'drop', reason: LEFT_OUT, rules: [] } : object,
    ),
    findings: plan.findings.filter(({ object }) => !out.has(refText(object))),
  };
}
