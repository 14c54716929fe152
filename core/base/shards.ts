import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Objects of one shard: enough for a few seconds of work, small enough to hold in memory. */
export const SHARD_OBJECTS = 500;

/** Newline-delimited JSON under zstd: how every list of a run is kept. */
export function encodeShard(items: readonly unknown[]): Uint8Array {
  return zstdCompressSync(encodeLines(items));
}

export function decodeShard<T>(bytes: Uint8Array): T[] {
  return decodeLines<T>(zstdDecompressSync(bytes));
}

/** Newline-delimited JSON, plain: what a Distributed Map reads. */
export function encodeLines(items: readonly unknown[]): Uint8Array {
  return Buffer.from(items.map((item) => `${JSON.stringify(item)}\n`).join(''));
}

export function decodeLines<T>(bytes: Uint8Array): T[] {
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** The key of the n-th shard below a prefix; keys sort like numbers. */
export const shardKey = (prefix: string, number: number) => `${prefix}${String(number).padStart(6, '0')}.ndjson.zst`;
