import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PageBlob } from '../../../emulator/azure/page-blobs/page-blob.ts';
import { type PageBlobs, startPageBlobs } from '../../../emulator/azure/page-blobs/page-blobs.ts';
import { leapingClock } from '../../memory/clock.ts';

const MIB = 2 ** 20;
const clock = leapingClock();
let blobs: PageBlobs;
let blob: PageBlob;
let url: string;

beforeAll(async () => {
  blobs = await startPageBlobs({ clock });
});
afterAll(() => blobs.stop());
beforeEach(() => {
  blob = new PageBlob(64 * MIB + 512);
  url = blobs.grant(blob, 'rw', 3_600);
});

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('base64');
const ask = async (target: string, headers: Record<string, string> = {}, rest: RequestInit = {}) => {
  const answer = await fetch(target, { headers: { 'x-ms-version': '2021-12-02', ...headers }, ...rest });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const codeOf = async (...request: Parameters<typeof ask>) => {
  const { status, headers } = await ask(...request);
  return `${status} ${headers.get('x-ms-error-code')}`;
};
const page = (range: string, body: Buffer | undefined, headers: Record<string, string> = {}) =>
  [
    `${url}&comp=page`,
    { range, 'x-ms-page-write': body ? 'update' : 'clear', ...headers },
    { method: 'PUT', ...(body ? { body: new Uint8Array(body) } : {}) },
  ] as const;

describe('pages of the endpoint of managed disks', () => {
  it('are written, listed, read in a range with its MD5, and cleared', async () => {
    const bytes = Buffer.alloc(1_024, 'x');
    expect((await ask(...page('bytes=512-1535', bytes, { 'content-md5': md5(bytes) }))).status).toBe(201);
    const list = () => ask(`${url}&comp=pagelist`).then(({ text }) => text);
    expect(await list()).toContain('<PageList><PageRange><Start>512</Start><End>1535</End></PageRange></PageList>');
    const read = await ask(url, { 'x-ms-range': 'bytes=512-1535', 'x-ms-range-get-content-md5': 'true' });
    expect(read).toMatchObject({ status: 206, text: 'x'.repeat(1_024) });
    expect(read.headers.get('content-md5')).toBe(md5(bytes));
    expect((await ask(...page('bytes=512-1023', undefined))).status).toBe(201);
    expect(await list()).toContain('<PageList><PageRange><Start>1024</Start><End>1535</End></PageRange></PageList>');
  });

  it('that are no whole pages, too many, damaged or beyond the end are refused', async () => {
    const bytes = Buffer.alloc(512, 1);
    expect(await codeOf(...page('bytes=100-611', bytes))).toBe('416 InvalidPageRange');
    expect(await codeOf(...page(`bytes=${128 * MIB}-${128 * MIB + 511}`, bytes))).toBe('416 InvalidRange');
    expect(await codeOf(...page('bytes=0-511', bytes, { 'content-md5': md5(Buffer.alloc(1)) }))).toBe(
      '400 Md5Mismatch',
    );
    expect(await codeOf(...page(`bytes=0-${5 * MIB - 1}`, Buffer.alloc(5 * MIB)))).toBe('413 RequestBodyTooLarge');
    const large = { 'x-ms-range': `bytes=0-${4 * MIB}`, 'x-ms-range-get-content-md5': 'true' };
    expect(await codeOf(url, large)).toBe('400 OutOfRangeInput');
    expect(blob.ranges()).toEqual([]);
  });

  it('are listed in pages', async () => {
    for (let at = 0; at < 5; at++) blob.write(at * 1_024, Buffer.alloc(512, 1));
    const first = (await ask(`${url}&comp=pagelist&maxresults=3`)).text;
    expect(first.match(/<PageRange>/g)).toHaveLength(3);
    const marker = /<NextMarker>(.*)<\/NextMarker>/.exec(first)![1];
    const rest = (await ask(`${url}&comp=pagelist&marker=${marker}`)).text;
    expect(rest).toContain('<Start>3072</Start><End>3583</End></PageRange><PageRange><Start>4096</Start>');
    expect(rest).not.toContain('NextMarker');
  });

  it('that differ from an earlier snapshot are listed, written or cleared; and never the other way round', async () => {
    blob.write(0, Buffer.alloc(1_024, 1));
    const earlier = blob.fork();
    blob.write(0, Buffer.alloc(512, 1));
    blob.clear(512, 512);
    blob.write(8_192, Buffer.alloc(512, 2));
    const later = blob.fork();
    const [first, second] = [blobs.grant(earlier, 'r', 60), blobs.grant(later, 'r', 60)];
    const { text } = await ask(`${second}&comp=pagelist`, { 'x-ms-previous-snapshot-url': first });
    expect(text).toContain(
      '<PageRange><Start>0</Start><End>511</End></PageRange><ClearRange><Start>512</Start><End>1023</End></ClearRange>' +
        '<PageRange><Start>8192</Start><End>8703</End></PageRange>',
    );
    const back = { 'x-ms-previous-snapshot-url': second };
    expect(await codeOf(`${first}&comp=pagelist`, back)).toBe('409 PreviousSnapshotCannotBeNewer');
    const other = { 'x-ms-previous-snapshot-url': blobs.grant(blob.toDisk(), 'r', 60) };
    expect(await codeOf(`${second}&comp=pagelist`, other)).toBe('409 PreviousSnapshotNotFound');
  });

  it('are for those who were granted the right, until it expires, is revoked, or the disk is gone', async () => {
    const readOnly = blobs.grant(blob, 'r', 60);
    const [, headers, rest] = page('bytes=0-511', Buffer.alloc(512));
    expect(await codeOf(`${readOnly}&comp=page`, headers, rest)).toBe('403 AuthorizationPermissionMismatch');
    expect(await codeOf(`${url}x&comp=pagelist`)).toBe('403 AuthenticationFailed');
    await clock.sleep(61_000);
    expect(await codeOf(`${readOnly}&comp=pagelist`)).toBe('403 AuthenticationFailed');
    expect((await ask(`${url}&comp=pagelist`)).status).toBe(200);
    blobs.revoke(blob);
    expect(await codeOf(`${url}&comp=pagelist`)).toBe('403 AuthenticationFailed');
    const again = blobs.grant(blob, 'r', 60);
    blobs.remove(blob);
    expect(await codeOf(`${again}&comp=pagelist`)).toBe('404 BlobNotFound');
  });

  it('are asked for by no other operation, and under no condition', async () => {
    expect(await codeOf(`${url}&comp=metadata`, {}, { method: 'PUT' })).toBe('501 UnsupportedByLocalCloud');
    expect(await codeOf(url, { 'if-match': '"0x1"' })).toBe('400 UnsupportedHeader');
  });
});
