import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { table } from '../../cli/table.ts';
import { columnsOf, fitted } from '../../cli/terminal-width.ts';

describe('sentences on a terminal', () => {
  it('are broken between words, and go on further in', () => {
    expect(fitted('  warning: Look at this long sentence.\nshort', 24)).toBe(
      '  warning: Look at this\n    long sentence.\nshort',
    );
  });

  it.each([
    'again: kubeferry clone prod-to-dev --repeat clone-4b55e4c2',
    '  kubectl --kubeconfig dev.kubeconfig get deployments,pods',
    '  https://abcdefghij.execute-api.eu-west-1.amazonaws.com is it',
  ])('stay whole where there is something to copy: %s', (line) => expect(fitted(line, 30)).toBe(line));

  it('keep a word whole that no line has room for', () => {
    const hash = 'c4acd44e8b49379929c6f26a00aa00cb230e7a69';
    expect(fitted(`  hash ${hash}`, 30)).toBe(`  hash ${hash}`);
  });

  it('are as they were in a pipe', () => {
    const pipe = { isTTY: false, columns: 20 } as NodeJS.WriteStream;
    expect(fitted('a long sentence that goes on and on', columnsOf(pipe))).toBe('a long sentence that goes on and on');
  });

  it('lose and gain no word, whatever the width', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 80 }), (all, columns) => {
        const lines = fitted(all.join(' '), columns);
        expect(lines.split(/\s+/)).toEqual(all);
        for (const line of lines.split('\n')) expect(line.length).toBeLessThan(columns);
      }),
    );
  });
});

describe('a table', () => {
  const [head, rows] = [
    ['claim', 'way', 'size'],
    [
      ['shop/data', 'share-and-copy', '2 GiB'],
      ['shop/files', '', '1 GiB'],
    ],
  ];

  it('has columns where there is room', () => {
    expect(table(head as string[], rows as string[][], 80).split('\n')[0]).toBe('  claim       way             size');
  });

  it('is a list of its rows where there is none, without what is empty', () => {
    expect(table(head as string[], rows as string[][], 30)).toBe(
      '  claim: shop/data\n    way: share-and-copy\n    size: 2 GiB\n  claim: shop/files\n    size: 1 GiB',
    );
  });
});
