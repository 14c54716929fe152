export interface Span {
  /** Milliseconds. */
  from: number;
  to: number;
}

/**
 * Times as percent of the width. The room between two times in which something begins or ends grows with the square root
 * of what passed, so that a burst of short steps can be told apart beside hours of copying.
 */
export function timeAxis(spans: readonly Span[]): (span: Span) => Span {
  const times = [...new Set(spans.flatMap(({ from, to }) => [from, Math.max(from, to)]))].toSorted((a, b) => a - b);
  const at = new Map<number, number>();
  let width = 0;
  for (const [index, time] of times.entries()) {
    if (index > 0) width += Math.sqrt(time - times[index - 1]!);
    at.set(time, width);
  }
  const percent = (time: number) => (width === 0 ? 0 : ((at.get(time) ?? width) / width) * 100);
  return ({ from, to }) => ({ from: percent(from), to: percent(Math.max(from, to)) });
}
