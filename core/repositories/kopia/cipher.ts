import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM with the nonce before and the tag behind. Throws when the tag does not fit. */
export function openGcm(key: Uint8Array, associated: Uint8Array, box: Uint8Array): Buffer {
  const cipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE_BYTES));
  cipher.setAAD(associated);
  cipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  return Buffer.concat([cipher.update(box.subarray(NONCE_BYTES, box.length - TAG_BYTES)), cipher.final()]);
}

/** HKDF-SHA-256, 32 bytes. */
export const deriveKey = (key: Uint8Array, salt: Uint8Array | string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, purpose, 32));

/** Opens what is named by the hash of its plain bytes: each has a key of its own, made of that hash. Throws when the tag does not fit. */
export type OpenBox = (box: Uint8Array, hash: Uint8Array) => Buffer;

/** Kopia's AES256-GCM-HMAC-SHA256 (https://kopia.io/docs/advanced/encryption/). */
export function boxOpener(masterKey: Uint8Array): OpenBox {
  const secret = deriveKey(masterKey, 'encryption', '');
  return (box, hash) => openGcm(createHmac('sha256', secret).update(hash).digest(), hash, box);
}
