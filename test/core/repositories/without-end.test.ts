import { expect, it } from 'vitest';
import type { Entry, Piece } from '../../../core/base/ports/file-repository.ts';
import { depthFirst } from '../../../core/repositories/depth-first.ts';
import { piecesOf } from '../../../core/repositories/kopia/objects.ts';

const corrupt = { name: 'DataCorrupt' };

it('a directory that is within itself ends the walk', async () => {
  const self = { name: 'self' };
  const directory = (depth: number) => ({ depth, kind: 'directory' }) as Entry;
  const nodes = depthFirst([self], 1, { entryOf: (_, depth) => directory(depth), below: async () => [self, self] });
  await expect(Array.fromAsync(nodes)).rejects.toMatchObject(corrupt);
});

it('directories that share what is in them end the walk where nobody has so many', async () => {
  const inside = (depth: number) => ({ depth, kind: 'directory' }) as Entry;
  const shared = { entryOf: (_: number, depth: number) => inside(depth), below: async (level: number) => TEN(level) };
  const TEN = (level: number) => (level < 12 ? Array.from({ length: 10 }, () => level + 1) : []);
  let walked = 0;
  const walk = async () => {
    for await (const _ of depthFirst([0], 1, shared, 5_000)) walked++;
  };
  await expect(walk()).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: expect.stringContaining('more than 5000 files and directories'),
  });
  expect(walked).toBe(5_000);
});

it('directories as deep as a path may be are walked', async () => {
  const nodes = depthFirst([0], 1, {
    entryOf: (_, depth) => ({ depth, kind: 'directory' }) as Entry,
    below: async (node) => (node < 2_000 ? [node + 1] : []),
  });
  expect(await Array.fromAsync(nodes)).toHaveLength(2_001);
});

it('a list of pieces that is within itself ends the reading of a Kopia file', async () => {
  const list = Buffer.from(JSON.stringify({ entries: [{ o: 'Ixaa' }, { o: 'Ixaa' }] }));
  const metadata = { pieces: new Map([['xaa', {} as Piece]]), read: async () => list };
  await expect(piecesOf(metadata, 'Ixaa')).rejects.toMatchObject(corrupt);
});
