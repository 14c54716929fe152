import { expect, it } from 'vitest';
import { vhdFooter } from '../../../adapters/azure/vhd-footer.ts';

const GIB = 2 ** 30;
const id = Buffer.alloc(16, 7);

// Cylinders, heads and sectors by the appendix of the specification, worked out by hand.
it.each([
  [20 * 2 ** 20, 602, 4, 17],
  [GIB, 2_080, 16, 63],
  [8 * GIB, 16_644, 16, 63],
  [64 * GIB, 32_896, 16, 255],
  [32_767 * GIB, 65_535, 16, 255],
])('says size and geometry of %d bytes', (bytes, cylinders, heads, sectors) => {
  const footer = vhdFooter(bytes, id);
  expect(footer).toHaveLength(512);
  expect([footer.readBigUInt64BE(40), footer.readBigUInt64BE(48)]).toEqual([BigInt(bytes), BigInt(bytes)]);
  expect([footer.readUInt16BE(56), footer[58], footer[59]]).toEqual([cylinders, heads, sectors]);
});

it('is a fixed disk by "win ", with a checksum over all of it but itself', () => {
  const footer = vhdFooter(GIB, id);
  expect(footer.toString('latin1', 0, 8)).toBe('conectix');
  expect(footer.toString('latin1', 28, 32)).toBe('win ');
  expect(footer.readUInt32BE(60)).toBe(2);
  expect(footer.readBigUInt64BE(16)).toBe(0xffff_ffff_ffff_ffffn);
  expect(footer.subarray(68, 84)).toEqual(id);
  const sum = [...footer.subarray(0, 64), ...footer.subarray(68)].reduce((all, byte) => all + byte, 0);
  expect(footer.readUInt32BE(64)).toBe(0xffff_ffff - sum);
});
