import { isIP, connect as netConnect, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { type Answer, ResponseReader } from './response-reader.ts';

/** Blocks take about 100 ms. */
const SILENCE_MS = 20_000;
/** As long as Azure gives to a transfer of 4 MiB (https://learn.microsoft.com/rest/api/storageservices/setting-timeouts-for-blob-service-operations). */
const TOTAL_MS = 120_000;
const SCRATCH_BYTES = 16_384;

export interface Exchange {
  /** Request line and headers, with the empty line behind them. */
  head: string;
  body?: Uint8Array | undefined;
  /** Memory for the body of the answer; its own where it is left out. */
  into?: Uint8Array | undefined;
  /** A connection that is silent for this long is lost; 20 s when left out. */
  silenceMs?: number;
  /** And so is one whose answer is not whole after this long, however it drips; two minutes when left out. */
  totalMs?: number;
}

/** One kept-alive connection, which carries one exchange at a time. */
export class Connection {
  readonly #socket: Socket;
  readonly #scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  #current: { reader: ResponseReader; resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;
  #failure: Error | undefined;
  #deadline: NodeJS.Timeout | undefined;

  readonly #isFree: () => void;

  /** `isFree` is called whenever it can carry the next exchange, `isClosed` once it can carry none any more. */
  constructor({ protocol, hostname, port }: URL, isFree: () => void, isClosed: () => void) {
    this.#isFree = isFree;
    const onread = {
      buffer: () => this.#current?.reader.room() ?? this.#scratch,
      callback: (length: number, bytes: Uint8Array) => this.#take(bytes.subarray(0, length)),
    };
    const options = { host: hostname.replace(/^\[|\]$/g, ''), noDelay: true, onread };
    this.#socket =
      protocol === 'http:'
        ? netConnect({ ...options, port: Number(port || 80) })
        : tlsConnect({ ...options, ...secureFor(options.host), port: Number(port || 443) });
    this.#socket.on('timeout', () => this.#socket.destroy(silenceOf(this.#socket.timeout)));
    this.#socket.on('error', (error) => {
      this.#failure = error;
    });
    this.#socket.on('close', () => {
      isClosed();
      this.#closed();
    });
  }

  /** The other side has closed it, which takes a moment here. */
  get isEnding(): boolean {
    return !this.#socket.writable;
  }

  /** Rejects with the socket's error; the connection is closed then. */
  exchange({ head, body, into, silenceMs = SILENCE_MS, totalMs = TOTAL_MS }: Exchange): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#current = { reader: new ResponseReader(this.#scratch, into), resolve, reject };
      this.#deadline = setTimeout(() => this.#socket.destroy(unfinished(totalMs)), totalMs);
      this.#socket.ref();
      this.#socket.setTimeout(silenceMs);
      this.#socket.cork();
      this.#socket.write(head, 'latin1');
      if (body) this.#socket.write(body);
      this.#socket.uncork();
    });
  }

  #take(bytes: Uint8Array): boolean {
    const { reader } = this.#current ?? {};
    try {
      if (!reader) throw new Error('an answer came to no question');
      reader.take(bytes);
      if (reader.isDone) this.#answered(reader);
    } catch (error) {
      this.#socket.destroy(error as Error);
    }
    return true;
  }

  #answered(reader: ResponseReader): void {
    const { resolve } = this.#current!;
    this.#current = undefined;
    clearTimeout(this.#deadline);
    if (reader.isKeptAlive) this.#free();
    else this.#socket.destroy();
    resolve(reader.answer());
  }

  /** Of a request that was refused before its end, the rest is on its way. */
  #free(): void {
    if (this.#socket.writableLength > 0) return void this.#socket.once('drain', () => this.#free());
    // While it is idle it does not hold the process.
    this.#socket.unref();
    this.#isFree();
  }

  #closed(): void {
    clearTimeout(this.#deadline);
    const { reader, reject } = this.#current ?? {};
    if (!this.#failure && reader?.end()) this.#answered(reader);
    this.#current = undefined;
    reject?.(this.#failure ?? Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' }));
  }
}

/** A certificate of an address has no name to ask for. */
const secureFor = (host: string) => ({ ALPNProtocols: ['http/1.1'], ...(isIP(host) ? {} : { servername: host }) });

const unfinished = (milliseconds: number) =>
  Object.assign(new Error(`no whole answer within ${milliseconds / 1_000} s`), { code: 'ETIMEDOUT' });

function silenceOf(milliseconds = 0): Error {
  return Object.assign(new Error(`no answer for ${milliseconds / 1_000} s`), { code: 'ETIMEDOUT' });
}
