import { KubeferryError } from '../base/errors.ts';
import { blockersOf, type Plan } from './plan.ts';
import { tellBlockers } from './tell-blockers.ts';

/** Throws PlanBlocked with every blocker. */
export function refuseBlocked(plan: Plan): void {
  const blockers = blockersOf(plan);
  if (blockers.length === 0) return;
  const count = blockers.length === 1 ? 'a blocker' : `${blockers.length} blockers`;
  throw new KubeferryError('PlanBlocked', `The plan has ${count}; nothing was changed. ${tellBlockers(blockers)}`, {
    problems: blockers.map((finding) => ({
      at: `${finding.object.kind} ${finding.object.namespace ?? ''}/${finding.object.name}`,
      message: finding.sentence,
    })),
  });
}
