const PRIME = (1n << 130n) - 5n;
const CLAMP = 0x0ffffffc0ffffffc0ffffffc0fffffffn;
const LAST_16_BYTES = (1n << 128n) - 1n;

const toInteger = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);

/**
 * Poly1305 (https://cr.yp.to/mac/poly1305-20050329.pdf): 16 bytes over a message, with the key's `r` and the encrypted
 * nonce. On integers of any size, thus slow: some 3 MiB/s, for files of a few kilobytes.
 */
export function poly1305(message: Uint8Array, r: Uint8Array, encryptedNonce: Uint8Array): Uint8Array {
  const factor = toInteger(r) & CLAMP;
  let sum = 0n;
  for (let at = 0; at < message.length; at += 16) {
    const block = message.subarray(at, at + 16);
    sum = ((sum + toInteger(block) + (1n << BigInt(8 * block.length))) * factor) % PRIME;
  }
  const tag = (sum + toInteger(encryptedNonce)) & LAST_16_BYTES;
  return Buffer.from(tag.toString(16).padStart(32, '0'), 'hex').reverse();
}
