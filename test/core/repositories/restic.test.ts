import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FileRepository } from '../../../core/base/ports/file-repository.ts';
import { openRestic } from '../../../core/repositories/restic/open-restic.ts';
import { nameOf } from '../../../core/repositories/restic/quoted-name.ts';
import { expectedFacts, factsOf } from './facts.ts';
import { type Bucket, blobsOf, bucketOf, damaged, FIXTURES, PASSWORD } from './folder-blobs.ts';

const fixture = (version: string) => bucketOf(`${FIXTURES}/${version}`);
const openIn = (bucket: Bucket, password = PASSWORD) => openRestic({ blobs: blobsOf(bucket), prefix: '' }, password);
const factsIn = async (bucket: Bucket) => {
  const repository = await openIn(bucket);
  const { root } = await repository.find({});
  return factsOf(repository, blobsOf(bucket), root);
};

it.each(['restic-v1', 'restic-v2'])(
  'has every name, byte, mode, owner, time, attribute, ACL and link of %s',
  async (version) => {
    expect(await factsIn(fixture(version))).toEqual(expectedFacts());
  },
);

describe('a repository of restic', () => {
  const bucket = fixture('restic-v2');
  let repository: FileRepository;
  beforeAll(async () => {
    repository = await openIn(bucket);
  });

  it('says what its snapshot is of, and what restic did not keep', async () => {
    const found = await repository.find({ snapshot: 'latest' });
    expect(found).toMatchObject({ host: 'volsync', losses: ['owner and mode of the top folder'] });
    expect(found.paths).toHaveLength(1);
  });

  it('does not open with another password', async () => {
    await expect(openIn(bucket, 'guessed')).rejects.toMatchObject({
      name: 'WrongPassword',
      message: expect.stringContaining('None of the 1 keys of the restic repository opens with the password'),
    });
  });

  it('opens with a key that a busy machine has made, which has taken little memory and many passes', async () => {
    const key = readFileSync(`${FIXTURES}/restic-v2-key-of-many-passes.json`);
    const opened = await openIn(new Map([...bucket, ['keys/0000', key]]), 'another one');
    expect((await opened.find({})).host).toBe('volsync');
  });

  it.each([
    ['is empty', ''],
    [
      'would take all time',
      JSON.stringify({ kdf: 'scrypt', N: 2 ** 15, r: 8, p: 2 ** 16, salt: 'c2FsdA==', data: 'ZGF0YQ==' }),
    ],
    ['is no JSON', 'key'],
    [
      'would take all memory',
      JSON.stringify({ kdf: 'scrypt', N: 2 ** 30, r: 8, p: 1, salt: 'c2FsdA==', data: 'ZGF0YQ==' }),
    ],
    ['says nothing', '{}'],
  ])('opens beside a key file, put there by somebody, that %s', async (_, text) => {
    const opened = await openIn(new Map([['keys/0000', Buffer.from(text)], ...bucket]));
    expect((await opened.find({})).host).toBe('volsync');
  });

  it('refuses a damaged pack by its name', async () => {
    const [pack = ''] = [...bucket.keys()]
      .filter((key) => key.startsWith('data/'))
      .sort((a, b) => bucket.get(b)!.length - bucket.get(a)!.length);
    await expect(factsIn(damaged(bucket, pack, 0.2))).rejects.toMatchObject({
      name: 'DataCorrupt',
      message: expect.stringContaining(`Pack ${pack} of the restic repository is damaged: blob `),
    });
  });

  it('refuses a damaged index and a damaged snapshot by their names', async () => {
    await expect(factsIn(damaged(bucket, 'index/'))).rejects.toMatchObject({
      name: 'DataCorrupt',
      message: expect.stringMatching(/^File index\/[0-9a-f]{64} of the restic repository is damaged/),
    });
    await expect(factsIn(damaged(bucket, 'snapshots/'))).rejects.toMatchObject({
      name: 'DataCorrupt',
      message: expect.stringMatching(/^File snapshots\/[0-9a-f]{64} of the restic repository is damaged/),
    });
  });

  it('says that a pack was pruned', async () => {
    const pruned = new Map([...bucket].filter(([key]) => !key.startsWith('data/')));
    await expect(factsIn(pruned)).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringMatching(/^Pack data\/[0-9a-f]{2}\/[0-9a-f]{64} of the repository is gone/),
    });
  });

  it('says that the index was pruned', async () => {
    const pruned = new Map([...bucket].filter(([key]) => !key.startsWith('index/')));
    await expect(factsIn(pruned)).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringMatching(/^Tree [0-9a-f]{64} of the restic repository is in none of its indexes/),
    });
  });

  it('lists what there is when the wished snapshot is not', async () => {
    await expect(repository.find({ host: 'db-1', tag: 'nightly' })).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringMatching(
        /^The repository has no snapshot of host "db-1", tag "nightly"\. Its newest are: [0-9a-f]{8} of 2026-/,
      ),
    });
  });

  it('finds a folder below what was backed up', async () => {
    const { paths } = await repository.find({});
    const { root } = await repository.find({ path: `${paths[0]}/deep` });
    const { tree } = await factsOf(repository, blobsOf(bucket), root);
    expect(Object.keys(tree).sort()).toEqual(['a', 'a/hard', 'chr', 'fifo', 'long', 'rel']);
    await expect(repository.find({ path: `${paths[0]}/nowhere` })).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringContaining(`has no folder "${paths[0]}/nowhere"`),
    });
  });
});

it('reads the layout that restic had in S3 before 0.3', async () => {
  const legacy = new Map(
    [...fixture('restic-v1')].map(([key, bytes]) => [
      key.replace(/^data\/..\//, 'data/').replace(/^(key|snapshot)s\//, '$1/'),
      bytes,
    ]),
  );
  expect(await factsIn(legacy)).toEqual(expectedFacts());
});

it('says that there is no repository', async () => {
  await expect(openRestic({ blobs: blobsOf(new Map()), prefix: 'team/shop' }, PASSWORD)).rejects.toMatchObject({
    name: 'NotFound',
    message: expect.stringContaining('There is no restic repository at "team/shop"'),
  });
});

it('reads the bytes of names as Go quotes them', () => {
  const name = (quoted: string) => nameOf(quoted).toString('latin1');
  expect(name('plain')).toBe('plain');
  expect(name(String.raw`a\tb\\c\"d\'e`)).toBe('a\tb\\c"d\'e');
  expect(name(String.raw`\xff\xfe.bin`)).toBe('\xff\xfe.bin');
  expect(nameOf(String.raw`\u200bzero 文 \U0001f600`).toString('utf8')).toBe('\u200bzero 文 \u{1f600}');
});
