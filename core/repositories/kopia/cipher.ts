import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Of Node, both with keys of 32 bytes. */
type Aead = 'aes-256-gcm' | 'chacha20-poly1305';

/** With the nonce before and the tag behind. Throws when the tag does not fit. */
export function openAead(aead: Aead, key: Uint8Array, associated: Uint8Array, box: Uint8Array): Buffer {
  const nonce = box.subarray(0, NONCE_BYTES);
  // Node has a type for each of both, and takes the same for either.
  const cipher = createDecipheriv(aead as 'aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associated);
  cipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  return Buffer.concat([cipher.update(box.subarray(NONCE_BYTES, box.length - TAG_BYTES)), cipher.final()]);
}

/** HKDF-SHA-256, 32 bytes. */
export const deriveKey = (key: Uint8Array, salt: Uint8Array | string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, purpose, 32));

/** Opens what is named by the hash of its plain bytes: each has a key of its own, made of that hash. Throws when the tag does not fit. */
export type OpenBox = (box: Uint8Array, hash: Uint8Array) => Buffer;

/** By the name of Kopia (https://kopia.io/docs/advanced/encryption/). */
export const ENCRYPTIONS: ReadonlyMap<string, Aead> = new Map([
  ['AES256-GCM-HMAC-SHA256', 'aes-256-gcm'],
  ['CHACHA20-POLY1305-HMAC-SHA256', 'chacha20-poly1305'],
]);

export function boxOpener(aead: Aead, masterKey: Uint8Array): OpenBox {
  const secret = deriveKey(masterKey, 'encryption', '');
  return (box, hash) => openAead(aead, createHmac('sha256', secret).update(hash).digest(), hash, box);
}
