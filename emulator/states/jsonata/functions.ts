import { createHash, randomUUID } from 'node:crypto';

/**
 * Functions that Step Functions adds to JSONata
 * (https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn).
 */
export const stepFunctionsLibrary = (random: () => number) => ({
  partition: (given: unknown, size: number) => {
    // JSONata hands over an array of one as its only item.
    const items = Array.isArray(given) ? given : [given];
    const step = Math.floor(size);
    if (!(step > 0)) throw new Error('$partition needs a chunk size of at least 1');
    return Array.from({ length: Math.ceil(items.length / step) }, (_, at) => items.slice(at * step, (at + 1) * step));
  },
  range: (first: number, last: number, delta: number) => {
    const step = Math.floor(delta);
    if (!step) throw new Error('$range needs a delta other than 0');
    const count = Math.max(0, Math.floor((Math.floor(last) - Math.floor(first)) / step) + 1);
    return Array.from({ length: count }, (_, at) => Math.floor(first) + at * step);
  },
  hash: (text: string, algorithm: string) => {
    const known = HASHES[algorithm];
    if (!known) throw new Error(`$hash knows ${Object.keys(HASHES).join(', ')}, not '${algorithm}'`);
    return createHash(known).update(text).digest('hex');
  },
  random: (seed?: number) => (seed === undefined ? random() : seeded(seed)),
  uuid: () => randomUUID(),
  parse: (text: string) => JSON.parse(text),
});

const HASHES: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** The same number for the same seed; AWS does not say which. */
function seeded(seed: number): number {
  return createHash('sha256').update(String(seed)).digest().readUInt32BE(0) / 2 ** 32;
}
