import { describe, expect, it } from 'vitest';
import { readAhead } from '../../../core/base/read-ahead.ts';

describe('reading ahead', () => {
  const all = async <T>(pages: AsyncIterable<T>) => Array.fromAsync(pages);

  it('gives the pages in the order of a loop, whichever list answers first', async () => {
    const lists = [['a1', 'a2', 'a3'], [], ['c1'], ['d1', 'd2']];
    const open = async function* (list: string[]) {
      for (const page of list) {
        await new Promise((resolve) => setTimeout(resolve, list.length === 3 ? 5 : 0));
        yield page;
      }
    };
    expect(await all(readAhead(lists, 3, open))).toEqual(['a1', 'a2', 'a3', 'c1', 'd1', 'd2']);
  });

  it('opens no more lists than it may, and asks for no more than two pages before they are taken', async () => {
    const asked = new Map<number, number>();
    const open = async function* (list: number) {
      for (let page = 0; page < 10; page++) {
        asked.set(list, page + 1);
        yield page;
      }
    };
    const pages = readAhead([0, 1, 2, 3, 4], 3, open)[Symbol.asyncIterator]();
    await pages.next();
    await new Promise(setImmediate);
    expect([...asked.keys()]).toEqual([0, 1, 2]);
    expect(asked.get(1)).toBe(2);
    await pages.return?.();
  });

  it('ends with the error of a list in its place, and leaves no other list open', async () => {
    const closed: string[] = [];
    const open = async function* (list: string) {
      try {
        yield `${list}1`;
        if (list === 'b') throw new Error('b is broken');
        yield `${list}2`;
      } finally {
        closed.push(list);
      }
    };
    const seen: string[] = [];
    const read = async () => {
      for await (const page of readAhead(['a', 'b', 'c', 'd'], 3, open)) seen.push(page);
    };
    await expect(read()).rejects.toThrow('b is broken');
    expect(seen).toEqual(['a1', 'a2', 'b1']);
    expect(closed.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });
});
