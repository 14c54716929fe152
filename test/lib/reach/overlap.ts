/**
 * Whether two patterns with `*` and `?` have a text in common. What is asked here is not whether a policy allows one call,
 * but whether there is any call that it allows.
 */
export function overlap(one: string, other: string): boolean {
  return sameBeginning(one, other) && haveCommonText(one, other);
}

/** Most pairs differ before the first wildcard of either. */
function sameBeginning(one: string, other: string): boolean {
  const [a, b] = [one.search(WILDCARD), other.search(WILDCARD)];
  if (a < 0 && b < 0) return one === other;
  const length = Math.min(a < 0 ? one.length : a, b < 0 ? other.length : b);
  return one.slice(0, length) === other.slice(0, length);
}

const WILDCARD = /[*?]/;

function haveCommonText(one: string, other: string): boolean {
  const known = new Map<string, boolean>();
  const meet = (i: number, j: number): boolean => {
    const key = `${i} ${j}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const answer = compare(i, j);
    known.set(key, answer);
    return answer;
  };
  const compare = (i: number, j: number): boolean => {
    const a = one[i];
    const b = other[j];
    if (a === undefined && b === undefined) return true;
    if (a === '*') return meet(i + 1, j) || (b !== undefined && meet(i, j + 1));
    if (b === '*') return meet(i, j + 1) || (a !== undefined && meet(i + 1, j));
    if (a === undefined || b === undefined) return false;
    return (a === b || a === '?' || b === '?') && meet(i + 1, j + 1);
  };
  return meet(0, 0);
}
