/** Pages of a list that are asked for before the one in front of them was taken. */
const PAGES_AHEAD = 2;

/**
 * The pages of one list after the other, in the order of the items, while the first pages of the next `width` lists are on
 * their way: the order is that of a loop, and what waits in memory is bounded. The first error ends it, in its place.
 */
export async function* readAhead<T, P>(
  items: readonly T[],
  width: number,
  open: (item: T) => AsyncIterable<P>,
): AsyncIterable<P> {
  const lists: Reading<P>[] = [];
  let next = 0;
  const fill = () => {
    while (lists.length < width && next < items.length) lists.push(begin(open(items[next++]!)));
  };
  try {
    for (fill(); lists.length > 0; fill()) {
      const { pages, iterator } = lists[0]!;
      const page = await pages.shift()!;
      if (page.done) {
        lists.shift();
        continue;
      }
      pages.push(ask(iterator));
      yield page.value;
    }
  } finally {
    await Promise.allSettled(lists.map(({ iterator }) => iterator.return?.()));
  }
}

interface Reading<P> {
  iterator: AsyncIterator<P>;
  /** In their order: an async generator answers one after the other. */
  pages: Promise<IteratorResult<P>>[];
}

function begin<P>(list: AsyncIterable<P>): Reading<P> {
  const iterator = list[Symbol.asyncIterator]();
  return { iterator, pages: Array.from({ length: PAGES_AHEAD }, () => ask(iterator)) };
}

/** An error is thrown where its page would be, and is no unhandled rejection until then. */
function ask<P>(iterator: AsyncIterator<P>): Promise<IteratorResult<P>> {
  const page = iterator.next();
  page.catch(() => {});
  return page;
}
