/** Where the hash of each directory begins; the superblock has it too, so that the kernel hashes alike. */
export const HASH_SEED = [0x6b664b46, 0x79727265, 0x66656275, 0x6b756265] as const;

type Mix = (x: number, y: number, z: number) => number;
const choose: Mix = (x, y, z) => z ^ (x & (y ^ z));
const most: Mix = (x, y, z) => ((x & y) + ((x ^ y) & z)) | 0;
const parity: Mix = (x, y, z) => x ^ y ^ z;

const ROUNDS: readonly [Mix, number, readonly number[], readonly number[]][] = [
  [choose, 0, [0, 1, 2, 3, 4, 5, 6, 7], [3, 7, 11, 19]],
  [most, 0x5a827999, [1, 3, 5, 7, 0, 2, 4, 6], [3, 5, 9, 13]],
  [parity, 0x6ed9eba1, [3, 7, 2, 6, 1, 5, 0, 4], [3, 9, 11, 15]],
];
const CHUNK_BYTES = 32;
const WORDS = CHUNK_BYTES / 4;

/**
 * The hash by which ext4 sorts the names of a directory: half of MD4, of signed characters
 * (https://docs.kernel.org/filesystems/ext4/directory.html#hash-tree-directories; fs/ext4/hash.c has the algorithm).
 * The lowest bit is never set, and the greatest value is kept for the end.
 */
export function nameHash(name: Uint8Array): number {
  const state = Int32Array.from(HASH_SEED);
  const words = new Int32Array(WORDS);
  for (let at = 0; at < name.length; at += CHUNK_BYTES) {
    readWords(name, at, words);
    mix(state, words);
  }
  const hash = (state[1]! & ~1) >>> 0;
  return hash === 0xfffffffe ? 0xfffffffc : hash;
}

/** Four characters a word, the first the highest; what is left over is the number of characters that were left, in each byte. */
function readWords(name: Uint8Array, from: number, words: Int32Array): void {
  const left = name.length - from;
  const two = left | (left << 8);
  const padding = two | (two << 16);
  words.fill(padding);
  const count = Math.min(left, CHUNK_BYTES);
  let word = padding;
  for (let at = 0; at < count; at++) {
    const signed = (name[from + at]! << 24) >> 24;
    word = (signed + (word << 8)) | 0;
    if (at % 4 === 3) {
      words[(at - 3) / 4] = word;
      word = padding;
    }
  }
  if (count % 4 !== 0) words[Math.floor(count / 4)] = word;
}

function mix(state: Int32Array, words: Int32Array): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (const [f, constant, order, shifts] of ROUNDS) {
    for (let at = 0; at < order.length; at++) {
      const sum = (a + f(b, c, d) + words[order[at]!]! + constant) | 0;
      const shift = shifts[at % 4]!;
      [a, d, c, b] = [d, c, b, (sum << shift) | (sum >>> (32 - shift))];
    }
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
}
