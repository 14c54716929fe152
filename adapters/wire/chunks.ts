import { noHttp } from './response-head.ts';

/** What a chunked body says between its data (https://www.rfc-editor.org/rfc/rfc9112#section-7.1). */
const LONGEST_LINE = 8_192;

/** Takes the chunks of a body apart, however the bytes are cut. */
export class Chunks {
  /** True after the last chunk and its trailers. */
  isDone = false;
  /** Of the data of a chunk that are still to come; with its line end. */
  #left = 0;
  #line = '';
  #isTrailer = false;

  /** Hands on what of `bytes` is data, and answers how many of them belong to the body. */
  take(bytes: Uint8Array, data: (part: Uint8Array) => void): number {
    let at = 0;
    while (at < bytes.length && !this.isDone)
      at += this.#left > 0 ? this.#data(bytes, at, data) : this.#sign(bytes[at]!);
    return at;
  }

  #data(bytes: Uint8Array, at: number, data: (part: Uint8Array) => void): number {
    const taken = Math.min(this.#left, bytes.length - at);
    const real = Math.min(taken, Math.max(0, this.#left - LINE_END));
    if (real > 0) data(bytes.subarray(at, at + real));
    this.#left -= taken;
    return taken;
  }

  #sign(byte: number): number {
    this.#line += String.fromCharCode(byte);
    if (this.#line.length > LONGEST_LINE) throw noHttp('a line between its chunks has no end');
    if (this.#line.endsWith('\r\n')) this.#lineEnds(this.#line.slice(0, -LINE_END));
    return 1;
  }

  #lineEnds(line: string): void {
    this.#line = '';
    if (this.#isTrailer) this.isDone = line === '';
    else {
      const [, size] = /^([0-9a-f]{1,8})[ \t]*(?:;|$)/i.exec(line) ?? [];
      if (size === undefined) throw noHttp(`"${line.slice(0, 100)}" is no size of a chunk`);
      const length = Number.parseInt(size, 16);
      this.#isTrailer = length === 0;
      this.#left = length === 0 ? 0 : length + LINE_END;
    }
  }
}

const LINE_END = 2;
