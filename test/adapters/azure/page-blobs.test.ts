import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pageBlobSink } from '../../../adapters/azure/page-blob-sink.ts';
import { pageBlobSource } from '../../../adapters/azure/page-blob-source.ts';
import { BLOCK_BYTES } from '../../../core/base/ports/block-store.ts';
import { GIB } from '../../../core/base/sizes.ts';
import { retryingSink } from '../../../core/execute/blocks/with-retry.ts';
import { blockStoreSuite } from '../../suites/block-store.ts';
import { type BlobWorld, sha256, startBlobWorld } from './blob-world.ts';

let world: BlobWorld;
beforeAll(async () => {
  world = await startBlobWorld();
});
afterAll(() => world.stop());

blockStoreSuite('page blobs of managed disks', async () => ({
  start: async (token, parent) => world.start(token, parent),
  sink: (id) => world.sink(id),
  source: (id, since) => world.source(id, since),
  settle: async (id) => world.finish(id),
}));

const block = (seed: string) => Buffer.alloc(BLOCK_BYTES, seed);
const put = (id: string, index: number, bytes = block('data')) => world.sink(id).put(index, bytes, sha256(bytes));
const refsOf = async (source: ReturnType<BlobWorld['source']>) => {
  const refs = [];
  for await (const page of source.list()) refs.push(...page);
  return refs;
};
/** A sealed disk of 1 GiB with data in block 3. */
async function written(id: string) {
  world.start(id);
  await put(id, 3);
  await world.sink(id).seal(1, sha256(sha256(block('data'))));
  world.finish(id);
  return world.source(id);
}

describe('a disk that is filled', () => {
  it('ends with the footer of a fixed VHD, which no list has', async () => {
    const source = await written('footer');
    const footer = world.blob('footer').read(GIB, 512);
    expect(footer.toString('latin1', 0, 8)).toBe('conectix');
    expect(footer.readBigUInt64BE(48)).toBe(BigInt(GIB));
    expect((await refsOf(source)).map(({ index }) => index)).toEqual([3]);
  });

  it('is sealed by the number of its blocks where nothing is read back', async () => {
    world.start('counted');
    await put('counted', 3);
    const sink = world.sink('counted', false);
    await expect(sink.seal(2, sha256(block('other')))).rejects.toThrow(
      'Could not seal disk counted: it has 1 written blocks, but 2 were put. Way out: start the clone again',
    );
    await sink.seal(1, sha256(block('not looked at')));
  });

  it('lists a block that is written in part, and reads the rest of it as zeros', async () => {
    world.start('part');
    world.blob('part').write(7 * BLOCK_BYTES + 4_096, Buffer.alloc(512, 'x'));
    world.finish('part');
    const source = world.source('part');
    const [ref, ...others] = await refsOf(source);
    expect(ref!.index).toBe(7);
    expect(others).toEqual([]);
    const { bytes } = await source.get(ref!);
    expect(Buffer.from(bytes.subarray(4_096, 4_608)).toString()).toBe('x'.repeat(512));
    expect(bytes.filter((byte) => byte !== 0)).toHaveLength(512);
  });

  it('asks for less where Azure needs too long to list it', async () => {
    const source = await written('fragmented');
    for (const nth of [1, 2, 4]) {
      const effect = { kind: 'error', code: 'OperationTimedOut', message: 'too long', status: 500 } as const;
      world.faults.add({ on: 'page-blobs:GetPageRanges', nth, effect });
    }
    expect((await refsOf(source)).map(({ index }) => index)).toEqual([3]);
  });

  it('lists more ranges than one answer holds', async () => {
    world.start('crumbs');
    const pages = 12_000;
    for (let at = 0; at < pages; at++) world.blob('crumbs').write(at * 1_024, Buffer.alloc(512, 1));
    world.finish('crumbs');
    const last = Math.floor(((pages - 1) * 1_024) / BLOCK_BYTES);
    const indexes = (await refsOf(world.source('crumbs'))).map(({ index }) => index);
    expect(indexes).toEqual(Array.from({ length: last + 1 }, (_, index) => index));
  });
});

describe('page blobs that fail', () => {
  afterEach(() => world.healAnswers());

  it.each([
    ['GetPageRanges', 'ServerBusy', 503, 'Throttled'],
    ['GetPageRanges', 'OperationTimedOut', 500, 'Unavailable'],
    ['GetPageRanges', 'PreviousSnapshotNotFound', 409, 'NotFound'],
    ['GetBlob', 'ServerBusy', 503, 'Throttled'],
    ['GetBlob', 'InternalError', 500, 'Unavailable'],
    ['GetBlob', 'AuthorizationFailure', 403, 'AccessDenied'],
    ['PutPage', 'ServerBusy', 503, 'Throttled'],
    ['PutPage', 'InternalError', 500, 'Unavailable'],
    ['PutPage', 'InvalidPageRange', 416, 'InvalidPageRange'],
    ['GetPageRanges', 'AuthenticationFailed', 403, 'Unavailable'],
    ['GetPageRanges', 'InternalError', 500, 'Unavailable'],
    ['GetPageRanges', 'AuthorizationFailure', 403, 'AccessDenied'],
    ['GetPageRanges', 'BlobNotFound', 404, 'NotFound'],
    ['GetBlob', 'AuthenticationFailed', 403, 'Unavailable'],
    ['GetBlob', 'OperationTimedOut', 500, 'Unavailable'],
    ['GetBlob', 'BlobNotFound', 404, 'NotFound'],
    // A key of one's own that Azure may not use any more.
    ['GetBlob', 'KeyVaultEncryptionKeyNotFound', 403, 'AccessDenied'],
    ['PutPage', 'AuthenticationFailed', 403, 'Unavailable'],
    ['PutPage', 'OperationTimedOut', 500, 'Unavailable'],
    ['PutPage', 'AuthorizationFailure', 403, 'AccessDenied'],
    ['PutPage', 'BlobNotFound', 404, 'NotFound'],
    ['PutPage', 'Md5Mismatch', 400, 'DataCorrupt'],
  ] as const)('%s: says %s as %s', async (operation, code, status, name) => {
    const id = `${operation}-${code}`;
    const source = await written(id);
    const [ref] = await refsOf(source);
    const undo = world.faults.add({
      on: `page-blobs:${operation}`,
      effect: { kind: 'error', code, message: 'because of a fault', status },
    });
    const calls = { GetPageRanges: () => refsOf(source), GetBlob: () => source.get(ref!), PutPage: () => put(id, 4) };
    const call = calls[operation]();
    await expect(call).rejects.toMatchObject({ name });
    await expect(call).rejects.toThrow(`disk ${id}: ${code}: because of a fault`);
    undo();
  });

  it.each([
    [
      'with one other bit',
      (body: Uint8Array) => Buffer.concat([Buffer.from([body[0]! ^ 1]), body.subarray(1)]),
      'its MD5 is',
    ],
    ['that is too short', (body: Uint8Array) => body.subarray(1), '524287 bytes came'],
    ['that is too long', (body: Uint8Array) => Buffer.concat([body, body]), '1048576 bytes came'],
  ])('refuses a block %s', async (what, damage, why) => {
    const source = await written(`damaged ${what}`);
    const [ref] = await refsOf(source);
    world.damageAnswers((_, body) => damage(body));
    const read = source.get(ref!);
    await expect(read).rejects.toMatchObject({ name: 'DataCorrupt' });
    await expect(read).rejects.toThrow(why);
    world.healAnswers();
    await expect(source.get(ref!)).resolves.toBeDefined();
  });

  it.each([
    ['ends within the list', (xml: string) => xml.slice(0, xml.indexOf('</PageRange>'))],
    ['ends between two ranges', (xml: string) => xml.slice(0, xml.indexOf('</PageList>'))],
    ['is the page of a proxy', () => '<html><body>Please sign in.</body></html>'],
    ['is empty', () => ''],
    ['has a range of another form', (xml: string) => xml.replace('<Start>', '<Start unit="bytes">')],
  ])('takes no answer for a list of pages that %s, which is asked for again', async (what, damage) => {
    const source = await written(`list that ${what}`);
    world.damageAnswers((_, body) => Buffer.from(damage(Buffer.from(body).toString())));
    await expect(refsOf(source)).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringMatching(/Could not list the blocks of disk .*no complete list of pages/),
    });
    world.healAnswers();
    expect((await refsOf(source)).map(({ index }) => index)).toEqual([3]);
  });

  it('gives up a list of pages that comes to the same place again and again', async () => {
    const source = await written('endless');
    world.damageAnswers((_, body) =>
      Buffer.from(Buffer.from(body).toString().replace('</PageList>', '<NextMarker>here</NextMarker></PageList>')),
    );
    await expect(refsOf(source)).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringMatching(/Could not list the blocks of disk endless: .*does not end/),
    });
  });

  it('refuses a disk whose image is a VHDX file', async () => {
    world.start('vhdx');
    world.blob('vhdx').write(0, Buffer.concat([Buffer.from('vhdxfile'), Buffer.alloc(504)]));
    world.finish('vhdx');
    const source = world.source('vhdx');
    const [ref] = await refsOf(source);
    const read = source.get(ref!);
    await expect(read).rejects.toMatchObject({ name: 'DataCorrupt' });
    await expect(read).rejects.toThrow('it is a VHDX file');
  });

  it('reads a disk on which somebody keeps VHDX files', async () => {
    world.start('images');
    world.blob('images').write(3 * BLOCK_BYTES, Buffer.concat([Buffer.from('vhdxfile'), Buffer.alloc(504)]));
    world.finish('images');
    const source = world.source('images');
    const [ref] = await refsOf(source);
    const { bytes } = await source.get(ref!);
    expect(Buffer.from(bytes.subarray(0, 8)).toString()).toBe('vhdxfile');
  });

  it('refuses a block of a blob that was changed after it was listed', async () => {
    const source = await written('changed');
    const [ref] = await refsOf(source);
    world.blob('changed').write(0, block('later'));
    await expect(source.get(ref!)).rejects.toMatchObject({ name: 'DataCorrupt' });
  });

  it('asks for another access when its own has expired, or was revoked', async () => {
    const expired = await written('expired');
    const [ref] = await refsOf(expired);
    await world.clock.sleep(2 * 3_600_000);
    await expect(expired.get(ref!)).rejects.toMatchObject({ name: 'Unavailable' });
    const revoked = world.source('expired');
    await expect(revoked.get(ref!)).resolves.toBeDefined();
    world.blobs.revoke(world.blob('expired'));
    await expect(revoked.get(ref!)).rejects.toThrow(/AuthenticationFailed.* a new access/);
  });

  it('says which right is missing, and that a disk is gone', async () => {
    const source = await written('gone');
    const readOnly = pageBlobSink(world.url('gone'), { size: GIB, name: 'disk gone' });
    await expect(readOnly.put(1, block('x'), sha256(block('x')))).rejects.toMatchObject({ name: 'AccessDenied' });
    world.blobs.remove(world.blob('gone'));
    await expect(refsOf(source)).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('puts a block again whose answer was lost', async () => {
    world.start('lost');
    world.faults.add({ on: 'page-blobs:PutPage', nth: 1, effect: { kind: 'kill-after' } });
    await expect(put('lost', 3)).rejects.toMatchObject({ name: 'Unavailable' });
    world.faults.add({ on: 'page-blobs:PutPage', nth: 1, effect: { kind: 'kill-after' } });
    const sink = retryingSink(world.sink('lost'), { clock: world.clock, random: () => 0 });
    await sink.put(3, block('data'), sha256(block('data')));
    await sink.seal(1, sha256(sha256(block('data'))));
  });

  it('tells a server that does not listen as Unavailable', async () => {
    const source = pageBlobSource('http://127.0.0.1:1/a/abcd?sig=c2VjcmV0', { size: GIB, name: 'snapshot kf-1' });
    await expect(refsOf(source)).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it('says no signature of a SAS URL in any sentence', async () => {
    const url = 'http://127.0.0.1:1/a/abcd?sv=2018-03-28&sig=c2VjcmV0';
    const said = await refsOf(pageBlobSource(url, { size: GIB, previousSnapshot: url })).catch(String);
    expect(said).toContain('Could not list the blocks of the page blob');
    expect(said).not.toContain('c2VjcmV0');
  });
});
