export interface Span {
  /** Milliseconds. */
  from: number;
  to: number;
}

/** A time in which nothing begins or ends takes no more room than this part of the whole. */
const LONGEST_PAUSE = 0.25;

/**
 * Times as percent of the width: a long pause between two of them is compressed, so that a burst of short steps can be
 * told apart beside hours of copying.
 */
export function timeAxis(spans: readonly Span[]): (span: Span) => Span {
  const times = [...new Set(spans.flatMap(({ from, to }) => [from, Math.max(from, to)]))].toSorted((a, b) => a - b);
  const gaps = times.slice(1).map((time, at) => time - times[at]!);
  const longest = Math.max(1, gaps.reduce((sum, gap) => sum + gap, 0) * LONGEST_PAUSE);
  const at = new Map<number, number>();
  let width = 0;
  for (const [index, time] of times.entries()) {
    if (index > 0) width += Math.min(gaps[index - 1]!, longest);
    at.set(time, width);
  }
  const percent = (time: number) => (width === 0 ? 0 : ((at.get(time) ?? width) / width) * 100);
  return ({ from, to }) => ({ from: percent(from), to: percent(Math.max(from, to)) });
}
