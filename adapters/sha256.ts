import { type BinaryLike, createHash, createHmac, type Hash, type Hmac } from 'node:crypto';

/** SHA-256 by Node's OpenSSL in the form that `@smithy/signature-v4` wants. */
export class Sha256 {
  readonly #secret: BinaryLike | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret instanceof ArrayBuffer ? new Uint8Array(secret) : (secret as BinaryLike | undefined);
    this.#hash = this.#fresh();
  }

  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#fresh();
  }

  #fresh(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }
}
