import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import { UP_TO_A_TEXT } from '../in-one-go.ts';
import { poly1305 } from './poly1305.ts';

/** A key of restic: AES-256 in counter mode, and Poly1305-AES (https://restic.readthedocs.io/en/stable/100_references.html#keys-encryption-and-mac). */
export interface Key {
  /** Of 32 bytes, made once: with the bytes themselves each piece would take a tenth longer. */
  encrypt: KeyObject;
  /** Two halves of 16 bytes. */
  mac: { k: Uint8Array; r: Uint8Array };
}

/** Everything sealed begins with its nonce and ends with its MAC. */
const NONCE_BYTES = 16;
const MAC_BYTES = 16;
export const OVERHEAD_BYTES = NONCE_BYTES + MAC_BYTES;

/** The plain bytes, not proven: whoever calls it compares them with what they are named by. */
export function decrypt(sealed: Uint8Array, key: Key): Buffer {
  const cipher = createDecipheriv('aes-256-ctr', key.encrypt, sealed.subarray(0, NONCE_BYTES));
  return cipher.update(sealed.subarray(NONCE_BYTES, sealed.length - MAC_BYTES));
}

/** The plain bytes; undefined when the MAC does not fit, so that the key is another or a byte has changed. */
export function open(sealed: Uint8Array, key: Key): Buffer | undefined {
  if (sealed.length < OVERHEAD_BYTES) return undefined;
  const text = sealed.subarray(NONCE_BYTES, sealed.length - MAC_BYTES);
  const aes = createCipheriv('aes-128-ecb', key.mac.k, null).setAutoPadding(false);
  const nonce = aes.update(sealed.subarray(0, NONCE_BYTES));
  const mac = poly1305(text, key.mac.r, nonce);
  return Buffer.from(mac).equals(sealed.subarray(sealed.length - MAC_BYTES)) ? decrypt(sealed, key) : undefined;
}

/** Files of format 2 begin with this byte when zstd follows; those of format 1 are JSON from the first byte on. */
const COMPRESSED = 2;

export const jsonOf = (plain: Buffer): unknown =>
  JSON.parse((plain[0] === COMPRESSED ? zstdDecompressSync(plain.subarray(1), UP_TO_A_TEXT) : plain).toString('utf8'));
