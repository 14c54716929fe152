import type { BlockRef } from '../../base/ports/block-store.ts';
import { GRAIN } from '../../base/run/segment-size.ts';

/** What is known of a snapshot's written blocks up to the last one that was listed: enough to cut segments, and to go on listing. */
export interface Survey {
  /** Index of every 64th written block, from the first on. */
  starts: number[];
  /** Index of the last block that was listed; -1 before the first. */
  last: number;
  /** Blocks that were listed. */
  total: number;
  /** In a list of changes: blocks that the earlier snapshot does not have, and blocks that only it has. */
  added: number;
  removed: number;
}

export const NOTHING_LISTED: Survey = { starts: [], last: -1, total: 0, added: 0, removed: 0 };

/**
 * Adds the blocks of the pages, which ascend from behind the survey's last one, until there are no more or `isEnough`
 * says so after a page; `whole` says which. `before` stays as it is.
 */
export async function surveyBlocks(
  pages: AsyncIterable<BlockRef[]>,
  before: Survey = NOTHING_LISTED,
  isEnough: () => boolean = () => false,
): Promise<Survey & { whole: boolean }> {
  const starts = [...before.starts];
  let { last, total, added, removed } = before;
  for await (const page of pages) {
    for (const { index, token, isNew } of page) {
      if (total % GRAIN === 0) starts.push(index);
      last = index;
      total++;
      if (isNew) added++;
      if (token === undefined) removed++;
    }
    if (isEnough()) return { starts, last, total, added, removed, whole: false };
  }
  return { starts, last, total, added, removed, whole: true };
}
