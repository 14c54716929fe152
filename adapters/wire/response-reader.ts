import { Chunks } from './chunks.ts';
import { noHttp, parseHead, type ResponseHead } from './response-head.ts';

export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** In the memory that was given for it, or in its own. */
  body: Uint8Array;
  /** Bytes that came: more than `body` has where the given memory was too small, the rest being dropped. */
  length: number;
}

const HEAD_BYTES = 16_384;
const HEAD_END = '\r\n\r\n';

/**
 * Reads one response. A body of known length is received right where it is wanted: who reads the socket asks for `room`, and the
 * system call writes into it.
 */
export class ResponseReader {
  #head: ResponseHead | undefined;
  #text = '';
  readonly #scratch: Uint8Array;
  readonly #into: Uint8Array | undefined;
  readonly #parts: Uint8Array[] = [];
  readonly #chunks = new Chunks();
  #length = 0;
  #isDone = false;

  /** `scratch` is for what is not of the body; `into` is for the body. */
  constructor(scratch: Uint8Array, into?: Uint8Array) {
    this.#scratch = scratch;
    this.#into = into;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Whether the connection can carry another exchange. */
  get isKeptAlive(): boolean {
    return this.#isDone && this.#head!.isKeptAlive;
  }

  /** Where the next bytes are to be written; never empty. */
  room(): Uint8Array {
    const framing = this.#head?.framing;
    if (this.#isDone || !this.#into || framing?.by !== 'length') return this.#scratch;
    const rest = this.#into.subarray(this.#length, framing.length);
    return rest.length > 0 ? rest : this.#scratch;
  }

  /** Bytes that came, in `room` or elsewhere. Throws for what is no HTTP, and for more than there is to say. */
  take(bytes: Uint8Array): void {
    const body = this.#head ? bytes : this.#takeHead(bytes);
    const taken = this.#head ? this.#takeBody(this.#head, body) : body.length;
    if (taken < body.length) throw noHttp('more came than belongs to it');
  }

  /** The other side has closed the connection. False where the response was not complete. */
  end(): boolean {
    if (this.#head?.framing.by === 'close') this.#isDone = true;
    return this.#isDone;
  }

  answer(): Answer {
    const { status, headers } = this.#head!;
    const body = this.#into ? this.#into.subarray(0, this.#length) : Buffer.concat(this.#parts);
    return { status, headers, body, length: this.#length };
  }

  /** Answers what of it is already body. */
  #takeHead(bytes: Uint8Array): Uint8Array {
    const before = this.#text.length;
    this.#text += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const end = this.#text.indexOf(HEAD_END, Math.max(0, before - HEAD_END.length));
    if (end < 0) {
      if (this.#text.length > HEAD_BYTES) throw noHttp('its head has no end');
      return EMPTY;
    }
    const head = parseHead(this.#text.slice(0, end));
    const rest = bytes.subarray(end + HEAD_END.length - before);
    this.#text = '';
    // What is said before the answer, such as 100 (Continue), was not asked for.
    if (head.status < 200) return this.#takeHead(rest);
    this.#head = head;
    return rest;
  }

  /** Answers how many of the bytes belong to this response. */
  #takeBody({ framing }: ResponseHead, bytes: Uint8Array): number {
    if (framing.by === 'chunks') {
      const taken = this.#chunks.take(bytes, (part) => this.#put(part));
      this.#isDone = this.#chunks.isDone;
      return taken;
    }
    const left = framing.by === 'length' ? framing.length - this.#length : bytes.length;
    const own = bytes.length > left ? bytes.subarray(0, left) : bytes;
    this.#put(own);
    this.#isDone = framing.by === 'length' && this.#length === framing.length;
    return own.length;
  }

  #put(bytes: Uint8Array): void {
    const into = this.#into;
    // A copy: the memory is that of the next bytes as well, and `slice` of a Buffer is a view of it.
    if (!into) this.#parts.push(new Uint8Array(bytes));
    else if (bytes.buffer !== into.buffer || bytes.byteOffset !== into.byteOffset + this.#length)
      into.set(bytes.subarray(0, Math.max(0, into.length - this.#length)), Math.min(this.#length, into.length));
    this.#length += bytes.length;
  }
}

const EMPTY = new Uint8Array();
