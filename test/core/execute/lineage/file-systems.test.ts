import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BLOCK_BYTES } from '../../../../core/base/ports/block-store.ts';
import { ZERO_BLOCK } from '../../../../core/execute/blocks/zero-block.ts';
import { digestOf, RouteInMemory } from './route-in-memory.ts';
import type { RunInMemory } from './run-in-memory.ts';

const MIB = 2 ** 20;
const env = { ...process.env, PATH: `${process.env.PATH}:/sbin:/usr/sbin` };
const tool = (name: string, ...args: string[]) => execFileSync(name, args, { env, encoding: 'utf8', stdio: 'pipe' });
const isThere = (name: string) => spawnSync(name, ['-V'], { env }).error === undefined;

interface FileSystem {
  /** Small, and as large as its tools make one. */
  bytes: number;
  tools: string[];
  make(image: string, file: string): void;
  /** Changes something in it, without a mount. */
  change(image: string): void;
  /** Throws where it is not clean, and changes nothing. */
  check(image: string): void;
}

const FILE_SYSTEMS: Record<string, FileSystem> = {
  ext4: {
    bytes: 64 * MIB,
    tools: ['mke2fs', 'e2fsck', 'debugfs'],
    make(image, file) {
      tool('mke2fs', '-q', '-t', 'ext4', image);
      tool('debugfs', '-w', '-R', `write ${file} first`, image);
    },
    change: (image) => void tool('debugfs', '-w', '-R', 'mkdir later', image),
    check: (image) => void tool('e2fsck', '-f', '-n', image),
  },
  xfs: {
    bytes: 304 * MIB,
    tools: ['mkfs.xfs', 'xfs_repair', 'xfs_admin'],
    make(image, file) {
      // The files of a new one, as mkfs.xfs(8) takes them: a boot block and two numbers that are not used any more come first.
      const prototype = `${image}.prototype`;
      writeFileSync(prototype, `/none\n0 0\nd--755 0 0\nfirst ---644 0 0 ${file}\n$\n`);
      tool('mkfs.xfs', '-q', '-p', prototype, image);
    },
    change: (image) => void tool('xfs_admin', '-L', 'later', image),
    check: (image) => void tool('xfs_repair', '-n', '-f', image),
  },
};

describe.each(Object.entries(FILE_SYSTEMS))('a file system of %s', (name, fileSystem) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubeferry-file-system-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // Promise: file-systems-arrive-clean
  it.skipIf(!fileSystem.tools.every(isThere))(
    'is clean on the copy, and block by block that of the source: whole, and by what changed',
    async () => {
      const [image, file] = [join(folder, `${name}.img`), join(folder, 'file')];
      writeFileSync(file, Buffer.alloc(3 * MIB, 'kubeferry'));
      withFile(image, (fd) => ftruncateSync(fd, fileSystem.bytes));
      fileSystem.make(image, file);
      const route = new RouteInMemory();
      load(route, image, fileSystem.bytes);
      const first = await route.clone();
      await expectClean(first);
      fileSystem.change(image);
      load(route, image, fileSystem.bytes);
      const second = await route.clone();
      expect(second.planned.since).toBeDefined();
      expect(second.moved.read).toBeLessThan(first.moved.read);
      await expectClean(second);
      // A check that finds nothing in whatever it is given would say the same.
      const damaged = join(folder, 'damaged.img');
      store(new Map([[0, Buffer.alloc(BLOCK_BYTES, 7)]]), damaged, fileSystem.bytes);
      expect(() => fileSystem.check(damaged)).toThrow();

      async function expectClean(run: RunInMemory): Promise<void> {
        expect(await run.content()).toBe(digestOf(route.volume.blocks));
        const arrived = join(folder, 'arrived.img');
        store(await run.blocks(), arrived, fileSystem.bytes);
        expect(() => fileSystem.check(arrived)).not.toThrow();
      }
    },
    120_000,
  );
});

/** Into the volume of the source, as its operating system has written it. */
function load(route: RouteInMemory, image: string, bytes: number): void {
  withFile(image, (fd) => {
    const block = Buffer.alloc(BLOCK_BYTES);
    for (let index = 0; index < bytes / BLOCK_BYTES; index++) {
      readSync(fd, block, 0, BLOCK_BYTES, index * BLOCK_BYTES);
      const before = route.volume.blocks.get(index) ?? ZERO_BLOCK;
      if (!block.equals(before)) route.volume.blocks.set(index, Buffer.from(block));
    }
  });
}

function store(blocks: ReadonlyMap<number, Uint8Array>, image: string, bytes: number): void {
  rmSync(image, { force: true });
  withFile(image, (fd) => {
    ftruncateSync(fd, bytes);
    for (const [index, block] of blocks) writeSync(fd, block, 0, BLOCK_BYTES, index * BLOCK_BYTES);
  });
}

function withFile(path: string, use: (fd: number) => void): void {
  // Makes the file where there is none, and keeps what it has.
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT);
  try {
    use(fd);
  } finally {
    closeSync(fd);
  }
}
