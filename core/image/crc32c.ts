/** Castagnoli's polynomial, bits reversed. */
const POLYNOMIAL = 0x82_f6_3b_78;

/** Four tables: by the first, a byte moves one place; by the fourth, four places. */
const TABLES = makeTables();

/**
 * CRC-32C as ext4 uses it: neither the start nor the end is inverted, so that the checksum of one part is the start of the
 * next (https://docs.kernel.org/filesystems/ext4/checksums.html). Four bytes at a time.
 */
export function crc32c(start: number, bytes: Uint8Array): number {
  const [one, two, three, four] = TABLES;
  const whole = bytes.length & ~3;
  let crc = start | 0;
  let at = 0;
  for (; at < whole; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc = four[crc & 255]! ^ three[(crc >>> 8) & 255]! ^ two[(crc >>> 16) & 255]! ^ one[crc >>> 24]!;
  }
  for (; at < bytes.length; at++) crc = one[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
  return crc >>> 0;
}

function makeTables(): [Int32Array, Int32Array, Int32Array, Int32Array] {
  const one = Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    return crc;
  });
  const further = (table: Int32Array) => table.map((crc) => one[crc & 255]! ^ (crc >>> 8));
  const two = further(one);
  const three = further(two);
  return [one, two, three, further(three)];
}
