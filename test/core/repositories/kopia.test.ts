import { beforeAll, describe, expect, it } from 'vitest';
import type { FileRepository } from '../../../core/base/ports/file-repository.ts';
import { openKopia } from '../../../core/repositories/kopia/open-kopia.ts';
import { expectedFacts, factsOf, type Tree } from './facts.ts';
import { type Bucket, blobsOf, bucketOf, damaged, FIXTURES, PASSWORD } from './folder-blobs.ts';

const bucket = bucketOf(`${FIXTURES}/kopia`);
const openIn = (given: Bucket, password = PASSWORD) => openKopia({ blobs: blobsOf(given), prefix: '' }, password);
const factsIn = async (given: Bucket) => {
  const repository = await openIn(given);
  return factsOf(repository, blobsOf(given), (await repository.find({})).root);
};

/** The facts of the source without what Kopia does not keep. */
function withoutLosses(): Tree {
  const kept = Object.entries(expectedFacts().tree).filter(([, { mode }]) => !/^0o[12]0\d{3}$/.test(mode));
  return Object.fromEntries(kept.map(([path, facts]) => [path, { ...facts, x: {}, nlink: Math.min(facts.nlink, 1) }]));
}

describe('a repository of Kopia as Velero writes it', () => {
  let repository: FileRepository;
  beforeAll(async () => {
    repository = await openIn(bucket);
  });

  it('has every name, byte, mode, owner and time of the source, and says what Kopia did not keep', async () => {
    const found = await repository.find({});
    expect(await factsOf(repository, blobsOf(bucket), found.root)).toEqual({ tree: withoutLosses(), hard: [] });
    expect(found.losses).toEqual([
      'extended attributes',
      'ACLs',
      'hard links',
      'device files and named pipes',
      'the bytes of names that are not UTF-8',
    ]);
  });

  it('finds the snapshot that a backup of Velero names', async () => {
    expect(await repository.find({ snapshot: '675259c2a8d7c5202c5cf7c66ecb8343' })).toMatchObject({
      id: '675259c2a8d7c5202c5cf7c66ecb8343',
    });
    await expect(repository.find({ snapshot: 'ffff' })).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringMatching(
        /^The repository has no snapshot of snapshot "ffff"\. Its newest are: 675259c2 of 2026-/,
      ),
    });
  });

  it('finds a folder below what was backed up', async () => {
    const { paths } = await repository.find({});
    const { root } = await repository.find({ path: `${paths[0]}/deep` });
    const { tree } = await factsOf(repository, blobsOf(bucket), root);
    expect(Object.keys(tree).sort()).toEqual(['a', 'a/hard', 'long', 'rel']);
    await expect(repository.find({ path: `${paths[0]}/nowhere` })).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('is no repository when its first blob is damaged', async () => {
    const other = new Map([...bucket, ['kopia.repository', Buffer.from('{')]]);
    await expect(openIn(other)).rejects.toMatchObject({
      name: 'DataCorrupt',
      message: expect.stringContaining('is no JSON'),
    });
  });

  it('does not open with another password', async () => {
    await expect(openIn(bucket, 'guessed')).rejects.toMatchObject({
      name: 'WrongPassword',
      message: expect.stringContaining('The Kopia repository does not open with the password that its secret holds.'),
    });
  });

  it.each([
    [
      'p',
      /^Pack p[0-9a-f-]+s[0-9a-f]+ of the Kopia repository is damaged: content [0-9a-f]{32} .* do not match their tag/,
    ],
    ['xn0_', /^Index xn0_.* of the Kopia repository is damaged/],
  ])('refuses a damaged blob %s by its name', async (prefix, message) => {
    await expect(factsIn(damaged(bucket, prefix))).rejects.toMatchObject({
      name: 'DataCorrupt',
      message: expect.stringMatching(message),
    });
  });

  it('says that a pack was dropped by maintenance', async () => {
    const dropped = new Map([...bucket].filter(([key]) => !key.startsWith('p')));
    await expect(factsIn(dropped)).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringMatching(/^Pack p[0-9a-f]/),
    });
  });

  it('passes over what an upgrade has left to stop an older Kopia', async () => {
    const name = `n${'0'.repeat(32)}-repository_unreadable_by_this_kopia_version_upgrade_required`;
    expect(await factsIn(new Map([...bucket, [name, Buffer.from('nothing that opens')]]))).toEqual(
      await factsIn(bucket),
    );
  });

  it('refuses forms that it does not read', async () => {
    const format = JSON.parse(Buffer.from(bucket.get('kopia.repository')!).toString()) as object;
    const other = Buffer.from(JSON.stringify({ ...format, keyAlgo: 'pbkdf2-sha256-600000' }));
    await expect(openIn(new Map([...bucket, ['kopia.repository', other]]))).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining('has key derivation "pbkdf2-sha256-600000"; this version of kubeferry reads'),
    });
    await expect(openIn(new Map())).rejects.toMatchObject({
      name: 'NotFound',
      message: expect.stringContaining('There is no Kopia repository at ""'),
    });
  });
});
