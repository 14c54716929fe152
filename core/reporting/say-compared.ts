import type { ComparedVolume } from '../execute/proof/proof-of.ts';

/** What was compared of a copy, in a sentence. */
export function sayCompared({ compared, equal, complete }: ComparedVolume): string {
  if (!complete) return 'It was not compared to its end.';
  const blocks = `${equal.toLocaleString('en-US')} ${equal === 1 ? 'block' : 'blocks'}`;
  if (compared === 'blocks') return `Compared with its source: ${blocks} were read on both sides, and are equal.`;
  return equal === 0
    ? 'Compared with its source: the same blocks are written.'
    : `Compared with its source: the same blocks are written, but for ${blocks} of zeros.`;
}
