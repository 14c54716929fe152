import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../core/base/ports/file-repository.ts';
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
const laidOut = async (entries: Iterable<Entry>, mebibytes: number, contents = new Map<string, Uint8Array>()) => {
  const bytes = mebibytes * MIB;
  return copied(sourceOf(layOut(treeFrom(entries), { bytes, ...OPTIONS }), bytes, plainRepository(contents)));
};

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

  it('comes out as it went in, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(randomTree(), async ({ entries, contents }) => {
        const device = await laidOut(entries, 32, contents);
        const files = await filesOn(device);
        files.delete('lost+found');
        expect(simple(files)).toEqual(expected(entries, contents));
        expect(fsck(device, 32 * MIB) ?? 'Pass 5').toContain('Pass 5');
      }),
      { numRuns: 15 },
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

interface Drawn {
  entries: Entry[];
  contents: Map<string, Uint8Array>;
}

const nameArbitrary = fc
  .uint8Array({ minLength: 1, maxLength: 255 })
  .map((bytes) =>
    Buffer.from(bytes.map((byte) => (byte < 33 || byte > 126 || byte === 0x2f ? 0x61 + (byte % 26) : byte))).toString(),
  )
  .filter((name) => !['.', '..', 'lost+found'].includes(name));
const sizes = fc.oneof(fc.constantFrom(0, 1, 4_095, 4_096, 4_097, 524_288, 700_001), fc.nat(20_000));
const leaf = fc.record({
  permissions: fc.nat(0o7777),
  uid: fc.nat(2 ** 32 - 1),
  gid: fc.nat(2 ** 32 - 1),
  modified: fc.bigInt({ min: -(2n ** 31n) * 10n ** 9n, max: 2n ** 63n - 1n }),
  what: fc.oneof(
    sizes.map((size) => ({ size })),
    fc.string({ minLength: 1, maxLength: 200 }).map((target) => ({ target: Buffer.from(target) })),
    fc.record({ major: fc.nat(4_095), minor: fc.nat(1_048_575) }).map((device) => ({ device })),
  ),
  xattr: fc.option(fc.uint8Array({ maxLength: 3_000 }), { nil: undefined }),
});

/** Folders of names, two deep. */
function randomTree(): fc.Arbitrary<Drawn> {
  const folder = fc.dictionary(nameArbitrary, leaf, { maxKeys: 60, noNullPrototype: true });
  return fc.dictionary(nameArbitrary, folder, { maxKeys: 6, noNullPrototype: true }).map((folders) => {
    const entries = [rootEntry];
    const contents = new Map<string, Uint8Array>();
    for (const [name, inside] of Object.entries(folders)) {
      entries.push(entry({ depth: 1, name, kind: 'directory' }));
      for (const [child, drawn] of Object.entries(inside)) entries.push(entryOf(child, drawn, contents));
    }
    return { entries, contents };
  });
}

type Leaf = typeof leaf extends fc.Arbitrary<infer T> ? T : never;

function entryOf(name: string, { what, xattr, ...common }: Leaf, contents: Map<string, Uint8Array>): Entry {
  const xattrs = xattr ? [{ name: 'user.drawn', value: xattr }] : [];
  const base = { depth: 2, name, xattrs, ...common };
  if ('target' in what) return entry({ ...base, kind: 'symlink', target: what.target });
  if ('device' in what) return entry({ ...base, kind: 'character-device', device: what.device });
  const id = `piece-${contents.size}`;
  contents.set(id, Buffer.alloc(what.size, `${name} `));
  return entry({ ...base, size: what.size, pieces: what.size > 0 ? [id] : [] });
}

const shorten = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 12);
const TYPES: Record<string, number> = {
  file: 0o100000,
  directory: 0o40000,
  symlink: 0o120000,
  'character-device': 0o20000,
};
/** linux/kdev_t.h: new_encode_dev, or the old form where both parts fit a byte. */
const deviceNumber = ({ major, minor }: { major: number; minor: number }) =>
  major < 256 && minor < 256 ? (major << 8) | minor : ((minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12)) >>> 0;

function expected(entries: Entry[], contents: Map<string, Uint8Array>) {
  let folder = '';
  return Object.fromEntries(
    entries.slice(1).map((each) => {
      const name = Buffer.from(each.name).toString();
      if (each.depth === 1) folder = name;
      const path = each.depth === 1 ? name : `${folder}/${name}`;
      const data = each.target ?? contents.get(each.pieces[0] ?? '') ?? Buffer.alloc(0);
      const mode = TYPES[each.kind]! | each.permissions;
      const device = each.device ? deviceNumber(each.device) : 0;
      const xattr = each.xattrs[0] ? shorten(each.xattrs[0].value) : '';
      return [
        path,
        { mode, uid: each.uid, gid: each.gid, modified: each.modified, device, data: shorten(data), xattr },
      ];
    }),
  );
}

function simple(files: Awaited<ReturnType<typeof filesOn>>) {
  return Object.fromEntries(
    [...files].map(([path, { inode, contents, device, xattrs }]) => {
      const { mode, uid, gid, modified } = inode;
      const xattr = xattrs['user.drawn'] ? shorten(xattrs['user.drawn']) : '';
      return [path, { mode, uid, gid, modified, device, data: shorten(contents), xattr }];
    }),
  );
}
