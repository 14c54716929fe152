import { isRecord } from '../../../kube/fields.ts';
import { sameJson } from '../../../kube/same-json.ts';

/**
 * `after` with every part of `before` in it that is the same, so that the steps between the two are the fewest: a list that
 * lost an item is one removal, not a change of all that follow.
 */
export function shareUnchanged(before: unknown, after: unknown): unknown {
  if (sameJson(before, after)) return before;
  if (Array.isArray(before) && Array.isArray(after)) return after.map((item, at) => sharedItem(before, item, at));
  if (!isRecord(before) || !isRecord(after)) return after;
  return Object.fromEntries(
    Object.entries(after).map(([key, value]) => [
      key,
      Object.hasOwn(before, key) ? shareUnchanged(before[key], value) : value,
    ]),
  );
}

function sharedItem(before: unknown[], item: unknown, at: number): unknown {
  const same = before.find((each) => sameJson(each, item));
  return same === undefined ? shareUnchanged(before[at], item) : same;
}
