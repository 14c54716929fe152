import { createCipheriv, randomBytes } from 'node:crypto';

/** AES-256 in counter mode, and Poly1305-AES over what it gives: everything that restic seals is nonce, text, MAC. */
export interface SealingKey {
  encrypt: Buffer;
  k: Buffer;
  r: Buffer;
}

const NONCE = 16;
const MAC = 16;

export function seal(plain: Buffer, key: SealingKey): Buffer {
  const nonce = randomBytes(NONCE);
  const text = createCipheriv('aes-256-ctr', key.encrypt, nonce).update(plain);
  return Buffer.concat([nonce, text, macOf(text, nonce, key)]);
}

/** Throws when the MAC does not fit: the password is another one. */
export function unseal(box: Buffer, key: SealingKey): Buffer {
  const nonce = box.subarray(0, NONCE);
  const text = box.subarray(NONCE, box.length - MAC);
  if (!macOf(text, nonce, key).equals(box.subarray(box.length - MAC)))
    throw new Error('wrong password or no key found');
  return createCipheriv('aes-256-ctr', key.encrypt, nonce).update(text);
}

/** https://cr.yp.to/mac/poly1305-20050329.pdf. */
function macOf(text: Buffer, nonce: Buffer, { k, r }: SealingKey): Buffer {
  const pad = createCipheriv('aes-128-ecb', k, null).setAutoPadding(false).update(nonce);
  const clamped = Buffer.from(r);
  for (const at of [3, 7, 11, 15]) clamped[at]! &= 15;
  for (const at of [4, 8, 12]) clamped[at]! &= 252;
  const multiplier = littleEndian(clamped);
  let sum = 0n;
  for (let at = 0; at < text.length; at += 16) {
    const chunk = Buffer.concat([text.subarray(at, at + 16), Buffer.from([1])]);
    sum = ((sum + littleEndian(chunk)) * multiplier) % ((1n << 130n) - 5n);
  }
  const tag = Buffer.alloc(16);
  const value = sum + littleEndian(pad);
  tag.writeBigUInt64LE(value & 0xffff_ffff_ffff_ffffn, 0);
  tag.writeBigUInt64LE((value >> 64n) & 0xffff_ffff_ffff_ffffn, 8);
  return tag;
}

function littleEndian(bytes: Buffer): bigint {
  let value = 0n;
  for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at]!);
  return value;
}
