import { expect, it } from 'vitest';
import type { Entry, EntryKind } from '../../../core/base/ports/file-repository.ts';
import { findDevice, layOutDevice } from '../../../core/image/device.ts';

const entry = (depth: number, name: string, kind: EntryKind, size = 0): Entry => ({
  depth,
  name: Buffer.from(name),
  kind,
  permissions: 0o600,
  uid: 0,
  gid: 0,
  accessed: 0n,
  modified: 0n,
  changed: 0n,
  size,
  pieces: [],
  xattrs: [],
});
const ROOT = entry(0, '', 'directory');
let read = 0;
async function* walk(...entries: Entry[]): AsyncGenerator<Entry> {
  read = 0;
  for (const each of entries) {
    read++;
    yield each;
  }
}

it('finds a device alone in its folders, whatever its name is', async () => {
  const entries = [ROOT, entry(1, 'images', 'directory'), entry(2, '/dev/xvdb', 'file', 8192)];
  expect(await findDevice(walk(...entries))).toMatchObject({ file: 2, bytes: 8192 });
});

it.each([
  ['more than one file, such as "a" and "b"', [entry(1, 'a', 'file'), entry(1, 'b', 'file'), entry(1, 'c', 'file')]],
  ['"a", which is no regular file', [entry(1, 'a', 'symlink'), entry(1, 'b', 'file')]],
  ['no file', [entry(1, 'empty', 'directory')]],
])('says that a snapshot holds %s, and looks no further', async (what, entries) => {
  await expect(findDevice(walk(ROOT, ...entries))).rejects.toThrow(`and the snapshot holds ${what}. Way out:`);
  expect(read).toBeLessThanOrEqual(3);
});

it('refuses a volume with less room than the device has bytes, and takes one with more', async () => {
  const device = await findDevice(walk(ROOT, entry(1, 'disk.img', 'file', 8193)));
  expect(() => layOutDevice(device, 8192)).toThrow('Device "disk.img" of the snapshot has 8193 bytes');
  expect([...layOutDevice(device, 16_384).files()]).toEqual([{ entry: 1, block: 0, count: 3, fileBlock: 0 }]);
});

it('has nothing to copy of an empty device', async () => {
  const device = await findDevice(walk(ROOT, entry(1, 'disk.img', 'file')));
  expect([...layOutDevice(device, 8192).files()]).toEqual([]);
});
