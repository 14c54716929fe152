import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKopia } from '../../core/repositories/kopia/open-kopia.ts';
import { openRestic } from '../../core/repositories/restic/open-restic.ts';
import { blobsOf, bucketOf } from '../core/repositories/folder-blobs.ts';
import { type BackupTools, backupTools } from './backup-tools/build-tools.ts';
import { makeTree, rowsIn, rowsOf } from './backup-tools/file-tree.ts';

const PASSWORD = 'of this test';
const LATER = 'another one';
let folder: string;
let tools: BackupTools;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-repositories-'));
  makeTree(join(folder, 'data'));
  tools = await backupTools();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each<{ version: string; by: 'restic' | 'packagedRestic'; options: string[] }>([
  { version: '1', by: 'restic', options: [] },
  { version: '2', by: 'restic', options: ['--compression', 'max', '--pack-size', '4'] },
  { version: '1', by: 'packagedRestic', options: [] },
  { version: '2', by: 'packagedRestic', options: [] },
])('a repository of format $version that $by makes now', ({ version, by, options }) => {
  it('is read with every name, byte, mode and time', async () => {
    const repository = join(folder, `${by}-${version}`);
    const env = { ...process.env, HOME: folder, RESTIC_PASSWORD: PASSWORD };
    const run = (...args: string[]) =>
      execFileSync(tools[by], ['-r', repository, ...args], { cwd: join(folder, 'data'), env });
    writeFileSync(join(folder, 'password'), LATER);
    run('init', '--repository-version', version);
    run('backup', ...options, '.');
    run('key', 'add', '--new-password-file', join(folder, 'password'));
    run('backup', '--host', 'later', '.');
    const blobs = blobsOf(bucketOf(repository));
    const opened = await openRestic({ blobs, prefix: '' }, LATER);
    const { root } = await opened.find({ host: 'later' });
    expect(await rowsIn(opened, root, blobs)).toEqual(rowsOf(join(folder, 'data')));
  });
});

const corrected = (percent: number) => ['--ecc=REED-SOLOMON-CRC32', `--ecc-overhead-percent=${percent}`];

describe.each([
  { form: 'today', options: [], upgrade: false },
  { form: 'today with s2', options: [], upgrade: false, compression: 's2-better' },
  { form: 'today with lz4', options: [], upgrade: false, compression: 'lz4' },
  { form: 'today with ChaCha20', options: ['--encryption=CHACHA20-POLY1305-HMAC-SHA256'], upgrade: false },
  // Each takes other shards, and of ten percent with ChaCha20 and compression at a time.
  { form: 'today, corrected by 1 %', options: corrected(1), upgrade: false },
  { form: 'today, corrected by 2 %', options: corrected(2), upgrade: false },
  { form: 'today, corrected by 5 %', options: corrected(5), upgrade: false },
  {
    form: 'today, corrected by 10 %, with ChaCha20 and lz4',
    options: [...corrected(10), '--encryption=CHACHA20-POLY1305-HMAC-SHA256'],
    upgrade: false,
    compression: 'lz4',
  },
  { form: 'today, corrected by 100 %', options: corrected(100), upgrade: false },
  { form: 'before 2022', options: ['--format-version=1'], upgrade: false },
  { form: 'before 2022, upgraded', options: ['--format-version=1'], upgrade: true },
])('a repository of $form that the Kopia of Velero makes now', ({ form, options, upgrade, compression }) => {
  it('is read with every name, byte, mode and time', async () => {
    const repository = join(folder, `kopia ${form}`);
    const env = {
      ...process.env,
      HOME: folder,
      KOPIA_PASSWORD: PASSWORD,
      KOPIA_CONFIG_PATH: `${repository}.config`,
      KOPIA_CHECK_FOR_UPDATES: 'false',
    };
    const run = (...args: string[]) => execFileSync(tools.kopia, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    // Flat: a blob's name is its key, as in S3.
    run('repository', 'create', 'filesystem', '--path', repository, '--flat', ...options);
    if (compression) run('policy', 'set', '--global', `--compression=${compression}`);
    run('snapshot', 'create', join(folder, 'data'));
    if (upgrade) run('repository', 'set-parameters', '--upgrade');
    const files = [...bucketOf(repository)].map(([path, body]) => [path.replace(/\.f$/, ''), body] as const);
    const blobs = blobsOf(new Map(files));
    const opened = await openKopia({ blobs, prefix: '' }, PASSWORD);
    const { root } = await opened.find({});
    expect(await rowsIn(opened, root, blobs)).toEqual(rowsOf(join(folder, 'data')));
  });
});
