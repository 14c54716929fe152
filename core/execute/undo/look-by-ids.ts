import { KubeferryError } from '../../base/errors.ts';
import { MADE_BY, TAG } from '../../base/run/names.ts';
import type { Kept } from './kept.ts';

interface Tagged {
  id: string;
  tags: Record<string, string>;
}

export const hasTagsOf = (cloneId: string, { tags }: Tagged) =>
  tags[TAG.madeBy] === MADE_BY && tags[TAG.cloneId] === cloneId;

/**
 * What of the run's recorded ids is there. EC2 may show a fresh thing before its tags, so what seems to have lost those of
 * the run is looked at once more before anybody is said to have taken them.
 */
export async function lookByIds<T extends Tagged>(
  ids: string[],
  cloneId: string,
  look: (ids: string[]) => Promise<T[]>,
): Promise<T[]> {
  const seen = await look(ids);
  const bare = seen.filter((each) => !hasTagsOf(cloneId, each)).map(({ id }) => id);
  const again = new Map((bare.length > 0 ? await look(bare) : []).map((each) => [each.id, each]));
  return seen.map((each) => again.get(each.id) ?? each);
}

export const withoutTags = ({ id }: Tagged): Kept => ({
  at: id,
  why: 'somebody has taken the tags of the run from it',
});

/**
 * `still`: what a look shows after it was deleted. A deletion may be answered NotFound for what is fresh, and nothing was
 * deleted then, so only a look says that it goes. Throws NotYet.
 */
export function expectGone(what: 'snapshot' | 'volume', [first, ...others]: Tagged[]): void {
  if (first)
    throw new KubeferryError('NotYet', `EC2 still has ${what} ${first.id} of the run, and ${others.length} others.`);
}
