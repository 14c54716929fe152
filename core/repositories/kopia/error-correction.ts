/**
 * Kopia's REED-SOLOMON-CRC32 around what is encrypted (repo/ecc of Kopia): the parity of all blocks, then the data, cut into shards
 * which have their CRC-32 before them; the data begins with its length. No parity is used: what is encrypted proves itself, and
 * what is damaged is refused.
 */
export function withoutParity(stored: Uint8Array, overheadPercent: number): Uint8Array {
  const { data, parity, shard, blocks } = geometryOf(stored.length, overheadPercent);
  const begin = parity * (CRC_BYTES + shard) * blocks;
  const most = Math.max(0, stored.length - begin);
  const joined = Buffer.allocUnsafe(most);
  let filled = 0;
  for (let at = begin + CRC_BYTES; at < stored.length && filled < data * shard * blocks; at += shard + CRC_BYTES) {
    const part = stored.subarray(at, at + shard);
    joined.set(part, filled);
    filled += part.length;
  }
  const length = filled < LENGTH_BYTES ? Number.POSITIVE_INFINITY : joined.readUInt32BE(0);
  if (LENGTH_BYTES + length > filled) throw new RangeError('it is shorter than it says');
  return joined.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
}

const CRC_BYTES = 4;
const LENGTH_BYTES = 4;

interface Shards {
  data: number;
  parity: number;
}

interface Geometry extends Shards {
  /** Bytes of one. */
  shard: number;
  blocks: number;
}

const OF_SMALL: Shards = { data: 6, parity: 2 };

/** Follows from how long it is: the smallest are in few shards, and all but the largest in one block. */
function geometryOf(stored: number, overheadPercent: number): Geometry {
  const most = largestShard(overheadPercent);
  const usual = usualShards(overheadPercent, most);
  const all = usual.data + usual.parity;
  const smallShard = Math.ceil((2 * CRC_BYTES * all) / OF_SMALL.data);
  if (stored <= (OF_SMALL.data + OF_SMALL.parity) * (CRC_BYTES + smallShard)) return oneBlock(OF_SMALL, stored);
  if (stored <= all * (CRC_BYTES + most)) return oneBlock(usual, stored);
  return { ...usual, shard: most, blocks: Math.ceil(stored / (all * (CRC_BYTES + most))) };
}

const oneBlock = (shards: Shards, stored: number): Geometry => ({
  ...shards,
  shard: Math.max(Math.ceil(stored / (shards.data + shards.parity)), 1 + CRC_BYTES) - CRC_BYTES,
  blocks: 1,
});

const largestShard = (percent: number): number => {
  const sizes = [1024, 512, 256, 128, 128, 128];
  return sizes[percent - 1] ?? 64;
};

/** As Kopia computes it, in Go's float32: what the checksums take is no longer free for parity. */
function usualShards(percent: number, most: number): Shards {
  const single = Math.fround;
  const share = Math.max(single(percent - single((100 * CRC_BYTES) / most)), single(0.01));
  const parity = between(Math.floor(128 * single(share / 100)), 1, 128);
  if (parity > 1) return { data: 128, parity };
  return { data: between(Math.floor(2 * single(100 / share)), 128, 254), parity: 2 };
}

const between = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
