import type { Look } from '../../base/lateness.ts';
import type { Call } from '../../base/service.ts';
import type { FilterInput } from './input.ts';
import type { Tags } from './records.ts';

/** What somebody sees of these things: a fresh one not at first, and then without its tags at first. */
export function seen<T extends { id: string; tags: Tags }>(
  things: T[],
  madeAt: (thing: T) => number,
  { isLate }: Pick<Call, 'isLate'>,
  look: Look,
): T[] {
  return things
    .filter((thing) => !isLate(thing.id, madeAt(thing), look))
    .map((thing) => (isLate(`${thing.id} tags`, madeAt(thing), look) ? { ...thing, tags: {} } : thing));
}

/** The ids that filters ask for, whose look is no look at any other thing. */
export const idsIn = (filters: FilterInput[], name: string): string[] | undefined =>
  filters.find(({ Name }) => Name === name)?.Value;
