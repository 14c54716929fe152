import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoInput } from '../../cli/demo/options.ts';
import { type DemoResult, isProven } from '../../cli/demo/result.ts';
import { runDemo } from '../../cli/demo/run-demo.ts';
import type { Cloud } from '../../local/cloud.ts';
import { realBackend } from './real-backend.ts';

const SILENT = { step: () => {}, note: () => {}, end: () => {} };
const MIB = 1024 * 1024;
const IMAGE_BYTES = 64 * MIB;
const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Names with spaces and folders, an empty file, one of several blocks, one with a hole. */
const FILES: Record<string, Buffer> = {
  'readme.txt': Buffer.from('written before the clone\n'),
  empty: Buffer.alloc(0),
  'photos/autumn leaves.jpg': randomBytes(3 * MIB + 17),
  'photos/sparse.raw': Buffer.concat([randomBytes(4096), Buffer.alloc(MIB), randomBytes(4096)]),
};

describe.each(['copy-blocks', 'share-and-copy'])('an ext4 file system on a volume that travels by %s', (strategy) => {
  let folder: string;
  let cloud: Cloud | undefined;
  let result: DemoResult;
  let arrived: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kubeferry-ext4-'));
    const image = makeImage(folder);
    const manifests = new URL('../fixtures/workloads/small', import.meta.url).pathname;
    const input = demoInput({
      manifests: [manifests],
      disk: [`small/files=${image}`],
      mapNamespace: ['small=small-test'],
      strategy,
    });
    result = await runDemo(input, realBackend(), SILENT, (running) => {
      cloud = running;
    });
    const volume = result.volumes.find(({ claim }) => claim === 'small/files');
    arrived = join(folder, 'arrived.img');
    if (volume?.targetVolume) writeFileSync(arrived, cloud!.ec2.readVolume(volume.targetVolume, 0, IMAGE_BYTES));
  });
  afterAll(async () => {
    await cloud?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('arrives in a clone that is proven', () => {
    expect(result).toMatchObject({ status: 'SUCCEEDED', sourceUnchanged: true });
    expect(isProven(result)).toBe(true);
  });

  it('is clean for e2fsck', () => {
    expect(
      execFileSync('e2fsck', ['-n', '-f', arrived], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    ).toContain('files');
  });

  it.each(Object.keys(FILES))('holds %s with its bytes, read by debugfs', (name) => {
    const copy = join(folder, 'copy');
    execFileSync('debugfs', ['-R', `dump "/${name}" ${copy}`, arrived], { stdio: 'ignore' });
    expect(digestOf(readFileSync(copy))).toBe(digestOf(FILES[name]!));
  });
});

function makeImage(folder: string): string {
  const content = join(folder, 'content');
  for (const [name, bytes] of Object.entries(FILES)) {
    mkdirSync(join(content, name, '..'), { recursive: true });
    writeFileSync(join(content, name), bytes);
  }
  const image = join(folder, 'disk.img');
  execFileSync('mke2fs', ['-q', '-t', 'ext4', '-d', content, image, `${IMAGE_BYTES / MIB}M`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return image;
}
