/** Whether some text is matched by both patterns, in which `*` is any text. */
export function mayBothMatch(one: string, other: string): boolean {
  const known = new Map<number, boolean>();
  const fits = (at: number, to: number): boolean => {
    const key = at * (other.length + 1) + to;
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, false);
    const result = step(at, to);
    known.set(key, result);
    return result;
  };
  const step = (at: number, to: number): boolean => {
    if (at === one.length && to === other.length) return true;
    if (one[at] === '*') return fits(at + 1, to) || (to < other.length && fits(at, to + 1));
    if (other[to] === '*') return fits(at, to + 1) || (at < one.length && fits(at + 1, to));
    return at < one.length && to < other.length && one[at] === other[to] && fits(at + 1, to + 1);
  };
  return fits(0, 0);
}
