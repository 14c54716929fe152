import type { PlannedPace } from './plan-pace.ts';

/** How a run shares out what its accounts allow: `blocks: 6 volumes at a time, …`. */
export function sayPace({ volumesAtOnce, functionsAtOnce, perSecond, shares, minutes }: PlannedPace): string {
  const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
  const budgets = shares.map(({ account, region, budget }) => `${budget} a second in ${account}, ${region}`);
  const each = `${plural(functionsAtOnce, 'function')} each, ${Math.round(perSecond)} requests a second by each of them`;
  return `blocks: ${plural(volumesAtOnce, 'volume')} at a time with ${each}, of ${budgets.join(' and ')}; done after about ${plural(minutes, 'minute')}`;
}
