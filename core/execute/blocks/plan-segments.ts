import type { BlockRef } from '../../base/ports/block-store.ts';
import type { Segment } from '../../base/run/envelope.ts';
import { blocksPerSegment, GRAIN } from '../../base/run/segment-size.ts';
import { type Survey, surveyBlocks } from './survey.ts';

/** Cuts the ascending blocks of one snapshot into segments of equal work, by written blocks and not by offset. */
export async function planSegments(pages: AsyncIterable<BlockRef[]>): Promise<Segment[]> {
  return cutSegments(await surveyBlocks(pages));
}

/**
 * The same of a survey of all blocks, in however many goes it was made; `since` where it is one of changes. A function copies
 * `perSecond` of them.
 */
export function cutSegments({ starts, last, total }: Survey, since?: string, perSecond?: number): Segment[] {
  const size = blocksPerSegment(total, perSecond);
  const segments: Segment[] = [];
  for (let done = 0; done < total; done += size) {
    segments.push({
      number: segments.length,
      startIndex: starts[done / GRAIN]!,
      endIndex: starts[(done + size) / GRAIN] ?? last + 1,
      blocks: Math.min(size, total - done),
      of: Math.ceil(total / size),
      ...(since === undefined ? {} : { since }),
    });
  }
  return segments;
}
