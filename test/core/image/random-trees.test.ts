import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Entry } from '../../../core/base/ports/file-repository.ts';
import { entry, filesOn, fsck, laidOut, MIB, rootEntry } from './laid-out.ts';

it('comes out as it went in, whatever the tree is', async () => {
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
