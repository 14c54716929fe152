import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';

/** JSON for a variable of a function, whose environment is small: routes repeat each other, and take a tenth of their length. */
export const packed = (value: unknown): string => brotliCompressSync(JSON.stringify(value)).toString('base64');

export const unpacked = (text: string): unknown =>
  JSON.parse(brotliDecompressSync(Buffer.from(text, 'base64')).toString('utf8'));
