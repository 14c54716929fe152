import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { withoutParity } from '../../../core/repositories/kopia/error-correction.ts';
import { openKopia } from '../../../core/repositories/kopia/open-kopia.ts';
import { rangedReader } from '../../../core/repositories/ranged-reader.ts';
import { type Bucket, blobsOf, bucketOf, damaged, FIXTURES, PASSWORD } from './folder-blobs.ts';

const bucket = bucketOf(`${FIXTURES}/kopia-corrected`);
const noise = (outputLength: number) => createHash('shake256', { outputLength }).update('kubeferry').digest();
/** As they were written before Kopia read them: each in shards of another size, or of another count. */
const FILES: Record<string, Buffer> = {
  again: Buffer.from('one line of many, again and again\n'.repeat(2000)),
  empty: Buffer.alloc(0),
  large: noise(120_000),
  middling: noise(20_000),
  short: Buffer.from('x'),
};
const digest = (bytes: Uint8Array) => `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`;

async function filesIn(given: Bucket): Promise<Record<string, string>> {
  const blobs = blobsOf(given);
  const repository = await openKopia({ blobs, prefix: '' }, PASSWORD);
  const entries = (await Array.fromAsync(repository.walk((await repository.find({})).root))).slice(1);
  const places = await repository.locate(entries.flatMap(({ pieces }) => pieces));
  const read = rangedReader(blobs, repository, places.values());
  const contents = entries.map(async ({ name, pieces }) => {
    const parts = await Promise.all(pieces.map((id) => read(places.get(id)!)));
    return [Buffer.from(name).toString(), digest(Buffer.concat(parts))] as const;
  });
  return Object.fromEntries(await Promise.all(contents));
}

describe('a repository of Kopia with ChaCha20, error correction and lz4', () => {
  it('has every byte of the source', async () => {
    expect(await filesIn(bucket)).toEqual(
      Object.fromEntries(Object.entries(FILES).map(([name, bytes]) => [name, digest(bytes)])),
    );
  });

  it('is refused where it is damaged, since nothing is corrected', async () => {
    await expect(filesIn(damaged(bucket, 'pe8d7'))).rejects.toMatchObject({
      name: 'DataCorrupt',
      message: expect.stringMatching(/^Pack pe8d7\S* of the Kopia repository is damaged: .* do not match their tag/),
    });
  });
});

describe('what is without its parity', () => {
  it.each([
    ['nothing', 0],
    ['no more than parity', 90],
    ['a length beyond its end', 1000],
  ])('is refused when it is %s', (_, bytes) => {
    expect(() => withoutParity(Buffer.alloc(bytes, 0xff), 10)).toThrow(RangeError);
  });
});
