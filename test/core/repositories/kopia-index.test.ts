import { expect, it } from 'vitest';
import { readIndexBlob } from '../../../core/repositories/kopia/index-blob.ts';

const PACK = 'p0123-s1';
const HASH = '00112233445566778899aabbccddeeff';

/** By repo/content/index/index_v1.go of Kopia: a head of 8 bytes, then a key of 17 and a value of 20 for each content. */
function firstVersion(
  entries: { letter?: string; at: number; offset: number; length: number; deleted?: boolean }[],
): Buffer {
  const size = 17 + 20;
  const head = Buffer.alloc(8);
  head.writeUInt8(1, 0);
  head.writeUInt8(17, 1);
  head.writeUInt16BE(20, 2);
  head.writeUInt32BE(entries.length, 4);
  const rows = entries.map(({ letter, at, offset, length, deleted }) => {
    const row = Buffer.alloc(size);
    row.writeUInt8(letter ? letter.charCodeAt(0) : 0, 0);
    row.write(HASH, 1, 'hex');
    row.writeUIntBE(at, 17, 6);
    row.writeUInt8(1, 17 + 6);
    row.writeUInt8(PACK.length, 17 + 7);
    row.writeUInt32BE(8 + entries.length * size, 17 + 8);
    row.writeUInt32BE((offset | (deleted ? 0x80000000 : 0)) >>> 0, 17 + 12);
    row.writeUInt32BE(length, 17 + 16);
    return row;
  });
  return Buffer.concat([head, ...rows, Buffer.from(PACK)]);
}

it('reads the indexes of before 2022, whose contents are as long as their packs say', () => {
  const bytes = firstVersion([
    { at: 1_600_000_000, offset: 4_096, length: 128 },
    { letter: 'k', at: 1_700_000_000, offset: 0, length: 28, deleted: true },
  ]);
  expect([...readIndexBlob(bytes)]).toEqual([
    {
      piece: { id: HASH, pack: PACK, offset: 4_096, length: 128, plain: 100, codec: 0 },
      at: 1_600_000_000,
      deleted: false,
    },
    {
      piece: { id: `k${HASH}`, pack: PACK, offset: 0, length: 28, plain: 0, codec: 0 },
      at: 1_700_000_000,
      deleted: true,
    },
  ]);
});

it('refuses a version that it does not know', () => {
  expect(() => readIndexBlob(Buffer.from([9]))).toThrow(/has version 9; this version of kubeferry reads 1 and 2/);
});
