import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../../core/image/crc32c.ts';
import { layOut } from '../../../core/image/layout.ts';
import { treeOf } from '../../../core/image/tree.ts';
import { openRestic } from '../../../core/repositories/restic/open-restic.ts';
import { expectedFacts } from '../repositories/facts.ts';
import { blobsOf, bucketOf, damaged, FIXTURES, PASSWORD } from '../repositories/folder-blobs.ts';
import {
  copied,
  entry,
  factsOfFile,
  filesOn,
  fsck,
  laidOut,
  MIB,
  OPTIONS,
  plainRepository,
  rootEntry,
  sourceOf,
  treeFrom,
} from './laid-out.ts';

const bucket = bucketOf(`${FIXTURES}/restic-v2`);
const repository = openRestic({ blobs: blobsOf(bucket), prefix: '' }, PASSWORD);
/** The image of the fixture's snapshot, whose packs may be of another bucket. */
async function sourceOfFixture(packs = bucket) {
  const opener = await repository;
  const tree = await treeOf(opener.walk((await opener.find({})).root));
  const places = await opener.locate(tree.pieceIds);
  return sourceOf(layOut(tree, { bytes: 64 * MIB, ...OPTIONS }), 64 * MIB, { blobs: blobsOf(packs), places, opener });
}

it('has every fact of the source on the volume, and e2fsck finds nothing', async () => {
  const device = await copied(await sourceOfFixture());
  const files = await filesOn(device);
  files.delete('lost+found');
  expect(Object.fromEntries([...files].map(([path, file]) => [path, factsOfFile(file)]))).toEqual(expectedFacts().tree);
  const [first = '', second = ''] = expectedFacts().hard[0] ?? [];
  expect(files.get(first)?.inode.number).toBe(files.get(second)?.inode.number);
  expect(fsck(device, 64 * MIB) ?? 'Pass 5').toContain('Pass 5');
});

it('gives the same bytes whoever lays it out, and each block on its own, in any order', async () => {
  const [one, other] = [await sourceOfFixture(), await sourceOfFixture()];
  const device = await copied(one);
  for (const [index, bytes] of [...device].reverse()) {
    const again = await other.get({ index, token: '' });
    expect(Buffer.compare(again.bytes, bytes)).toBe(0);
    expect(again.sha256).toEqual(createHash('sha256').update(bytes).digest());
  }
});

it('names pack and file where the repository is damaged', async () => {
  const packs = [...bucket.keys()].filter((key) => key.startsWith('data/'));
  const [pack = ''] = packs.sort((a, b) => bucket.get(b)!.length - bucket.get(a)!.length);
  await expect(sourceOfFixture(damaged(bucket, pack, 0.2)).then(copied)).rejects.toMatchObject({
    name: 'DataCorrupt',
    message: expect.stringMatching(/^Pack data\/.* is damaged: blob .* It is needed for file "(db|deep)\/.*"\.$/),
  });
});

describe('a tree as trees can be', () => {
  it('finds each of 3,000 names by its hash', async () => {
    const names = Array.from({ length: 3_000 }, (_, at) => `${'n'.repeat(at % 200)}-${at}`);
    const device = await laidOut([rootEntry, ...names.map((name) => entry({ depth: 1, name }))], 64);
    const files = await filesOn(device);
    expect([...files.keys()].sort()).toEqual([...names, 'lost+found'].sort());
    expect(fsck(device, 64 * MIB) ?? 'Pass 5').toContain('Pass 5');
  });

  it('keeps lost+found of the source with what is in it', async () => {
    const lost = entry({ depth: 1, name: 'lost+found', kind: 'directory', permissions: 0o700 });
    const device = await laidOut([rootEntry, lost, entry({ depth: 2, name: '#12' })], 16);
    const files = await filesOn(device);
    expect([...files.keys()]).toEqual(['lost+found', 'lost+found/#12']);
    expect(files.get('lost+found')?.inode.number).toBe(11);
    expect(fsck(device, 16 * MIB) ?? 'Pass 5').toContain('Pass 5');
  });

  it('leaves out attributes that ext4 cannot keep, and says whose', () => {
    const xattrs = [
      { name: 'com.apple.quarantine', value: Buffer.from('x') },
      { name: 'user.kept', value: Buffer.from('y') },
    ];
    const large = [{ name: 'user.large', value: Buffer.alloc(5_000) }];
    const tree = treeFrom([
      rootEntry,
      entry({ depth: 1, name: 'a', xattrs }),
      entry({ depth: 1, name: 'b', xattrs: large }),
    ]);
    expect(layOut(tree, { bytes: 16 * MIB, ...OPTIONS }).left).toEqual([
      { path: 'a', names: ['com.apple.quarantine'] },
      { path: 'b', names: ['user.large'] },
    ]);
  });

  it('takes times that it cannot hold for the first and the last that it can', async () => {
    const [early, late] = [-(2n ** 32n) * 10n ** 9n, 2n ** 64n];
    const files = await filesOn(
      await laidOut(
        [
          rootEntry,
          entry({ depth: 1, name: 'early', modified: early }),
          entry({ depth: 1, name: 'late', modified: late }),
        ],
        16,
      ),
    );
    expect(files.get('early')?.inode.modified).toBe(-(2n ** 31n) * 10n ** 9n);
    expect(files.get('late')?.inode.modified).toBe(2n ** 63n - 1n);
  });

  it('says how much room there is when the files do not fit', () => {
    const tree = treeFrom([rootEntry, entry({ depth: 1, name: 'big', size: 64 * MIB })]);
    expect(() => layOut(tree, { bytes: 64 * MIB, ...OPTIONS })).toThrow(/^The files need more than the 62 MiB that /);
  });

  it.each(['', '.', '..', 'a/b', 'a\0b', 'n'.repeat(256)])('refuses the name %j', (name) => {
    const folder = entry({ depth: 1, name: 'folder', kind: 'directory' });
    expect(() => treeFrom([rootEntry, folder, entry({ depth: 2, name })])).toThrow(
      /^A directory of the backup, "folder", has the name ".*", which no file system of Linux can have\./,
    );
  });

  it.each([
    [2, 'in a small directory'],
    [400, 'in a large one'],
  ])('refuses two of %d names that are the same, %s', (many) => {
    const names = [...Array.from({ length: many - 1 }, (_, at) => `name ${at}`), 'name 0'];
    const folder = entry({ depth: 1, name: 'folder', kind: 'directory' });
    const tree = treeFrom([rootEntry, folder, ...names.map((name) => entry({ depth: 2, name }))]);
    expect(() => layOut(tree, { bytes: 16 * MIB, ...OPTIONS })).toThrow(
      expect.objectContaining({
        name: 'DataCorrupt',
        message: expect.stringContaining('"folder", has two entries with the name "name 0"'),
      }),
    );
  });

  it('refuses what is beyond 16 TiB', () => {
    const tree = treeFrom([rootEntry]);
    expect(() => layOut(tree, { bytes: 17 * 2 ** 40, ...OPTIONS })).toThrow(/^An image of 17 TiB was asked for;/);
  });

  it('refuses a file whose pieces end before it does', () => {
    const contents = new Map([['short', Buffer.alloc(10)]]);
    const tree = treeFrom([rootEntry, entry({ depth: 1, name: 'cut', size: 5_000, pieces: ['short'] })]);
    const image = layOut(tree, { bytes: 16 * MIB, ...OPTIONS });
    expect(() => sourceOf(image, 16 * MIB, plainRepository(contents))).toThrow(
      /^File "cut" is of 5000 bytes, but its pieces in the repository hold 10\./,
    );
  });
});

it('lays out 16 TiB', () => {
  const image = layOut(treeFrom([rootEntry, entry({ depth: 1, name: 'a' })]), { bytes: 2 ** 44, ...OPTIONS });
  const blocks = [...image.metadata()].map(({ block }) => block);
  expect(blocks).toEqual([...blocks].sort((a, b) => a - b));
  expect(new Set(blocks).size).toBe(blocks.length);
});

it('has the checksum of RFC 3720', () => {
  const ones = crc32c(0xffffffff, Buffer.alloc(32, 0xff));
  expect((~ones >>> 0).toString(16)).toBe('62a8ab43');
  const digits = crc32c(0xffffffff, Buffer.from('123456789'));
  expect((~digits >>> 0).toString(16)).toBe('e3069283');
});
