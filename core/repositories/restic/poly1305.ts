const PRIME = (1n << 130n) - 5n;
const CLAMP = 0x0ffffffc0ffffffc0ffffffc0fffffffn;
const LAST_16_BYTES = (1n << 128n) - 1n;
const BLOCK_BYTES = 16;

/** Integers of 130 bits as ten limbs of 13, so that sums of their products are exact in a double. */
const LIMBS = 10;
const LIMB_BITS = 13;
const BASE = 2 ** LIMB_BITS;

const toInteger = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex') || '0'}`);

/**
 * Poly1305 (https://cr.yp.to/mac/poly1305-20050329.pdf): 16 bytes over a message, with the key's `r` and the encrypted
 * nonce. Some 100 MiB/s: an index of a million pieces has 50 MiB.
 */
export function poly1305(message: Uint8Array, r: Uint8Array, encryptedNonce: Uint8Array): Uint8Array {
  const factor = Float64Array.from({ length: LIMBS }, (_, at) =>
    Number(((toInteger(r) & CLAMP) >> BigInt(LIMB_BITS * at)) & BigInt(BASE - 1)),
  );
  const sum = new Float64Array(LIMBS);
  const product = new Float64Array(LIMBS);
  const block = new Uint8Array(BLOCK_BYTES + 1);
  for (let at = 0; at < message.length; at += BLOCK_BYTES) {
    const length = Math.min(BLOCK_BYTES, message.length - at);
    if (length < BLOCK_BYTES) block.fill(0);
    for (let byte = 0; byte < length; byte++) block[byte] = message[at + byte]!;
    block[length] = 1;
    add(sum, block);
    multiply(sum, factor, product);
    carry(product, sum);
  }
  let whole = 0n;
  for (let at = LIMBS - 1; at >= 0; at--) whole = (whole << BigInt(LIMB_BITS)) + BigInt(sum[at]!);
  const tag = ((whole % PRIME) + toInteger(encryptedNonce)) & LAST_16_BYTES;
  return Buffer.from(tag.toString(16).padStart(32, '0'), 'hex').reverse();
}

function add(sum: Float64Array, block: Uint8Array): void {
  for (let at = 0; at < LIMBS; at++) {
    const bit = LIMB_BITS * at;
    const byte = bit >> 3;
    const three = block[byte]! | (block[byte + 1]! << 8) | (block[byte + 2]! << 16);
    sum[at] = sum[at]! + ((three >> (bit & 7)) & (BASE - 1));
  }
}

/** What is beyond 130 bits comes back five times, by 2^130 = 5 of the prime. */
function multiply(sum: Float64Array, factor: Float64Array, product: Float64Array): void {
  for (let at = 0; at < LIMBS; at++) {
    let [low, high] = [0, 0];
    for (let of = 0; of <= at; of++) low += sum[of]! * factor[at - of]!;
    for (let of = at + 1; of < LIMBS; of++) high += sum[of]! * factor[at + LIMBS - of]!;
    product[at] = low + 5 * high;
  }
}

function carry(product: Float64Array, sum: Float64Array): void {
  let over = 0;
  for (let at = 0; at < LIMBS; at++) {
    const limb = product[at]! + over;
    over = Math.floor(limb / BASE);
    sum[at] = limb - over * BASE;
  }
  const first = sum[0]! + 5 * over;
  const again = Math.floor(first / BASE);
  sum[0] = first - again * BASE;
  sum[1] = sum[1]! + again;
}
