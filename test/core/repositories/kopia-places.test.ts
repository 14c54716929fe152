import { expect, it } from 'vitest';
import { idsOf } from '../../../core/base/columns/ids.ts';
import { placesOf } from '../../../core/repositories/kopia/contents.ts';
import { blobsOf } from './folder-blobs.ts';

interface Row {
  id: string;
  at: number;
  offset: number;
  deleted?: true;
}

/** Of version 1, unsealed: each content lies in pack "p1" (repo/content/index/index_v1.go of Kopia). */
function indexBlob(rows: readonly Row[]): Buffer {
  const [head, key, value] = [8, 17, 20];
  const blob = Buffer.alloc(head + rows.length * (key + value) + 2);
  blob.writeUInt8(1, 0);
  blob.writeUInt8(key, 1);
  blob.writeUInt16BE(value, 2);
  blob.writeUInt32BE(rows.length, 4);
  blob.write('p1', blob.length - 2);
  rows.forEach(({ id, at, offset, deleted }, number) => {
    const start = head + number * (key + value);
    blob.write(id, start + 1, 'hex');
    blob.writeUIntBE(at, start + key, 6);
    blob.writeUInt8(2, start + key + 7);
    blob.writeUInt32BE(blob.length - 2, start + key + 8);
    blob.writeUInt32BE(offset + (deleted ? 2 ** 31 : 0), start + key + 12);
    blob.writeUInt32BE(100, start + key + 16);
  });
  return blob;
}

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(32)) as [string, string, string, string];
const offsets = async (...blobs: Row[][]) => {
  const bucket = new Map(blobs.map((rows, at) => [`xn0_${String(at).repeat(32)}`, indexBlob(rows)]));
  const places = await placesOf(blobsOf(bucket), (bytes) => Buffer.from(bytes), idsOf([A, B, C]));
  return [A, B, C, D].map((id) => places.get(id)?.offset);
};

it('takes the newest entry of a content, whatever index it is in, and no content that nobody asks for', async () => {
  const first = [
    { id: A, at: 2, offset: 1 },
    { id: B, at: 1, offset: 2 },
    { id: D, at: 1, offset: 3 },
  ];
  const second = [
    { id: A, at: 1, offset: 4 },
    { id: B, at: 2, offset: 5 },
  ];
  expect(await offsets(first, second)).toEqual([1, 5, undefined, undefined]);
});

it('knows no place of what was deleted last, and the one of what came back', async () => {
  const first = [
    { id: A, at: 1, offset: 1 },
    { id: B, at: 2, offset: 2, deleted: true } as const,
    { id: C, at: 2, offset: 3, deleted: true } as const,
  ];
  const second = [
    { id: A, at: 2, offset: 1, deleted: true } as const,
    { id: B, at: 2, offset: 6 },
    { id: C, at: 1, offset: 7 },
  ];
  expect(await offsets(first, second)).toEqual([undefined, 6, undefined, undefined]);
});
