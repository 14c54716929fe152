/**
 * Writes down every request that a plain HTTP server of this process gets, and what it answers: the local cloud's calls as
 * they are on the wire. It wraps Node's own server, so that neither the product nor the local cloud takes part in it.
 */
import { createHash } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import http, { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import workerThreads, { type WorkerOptions } from 'node:worker_threads';

/** One line of a recording. Bodies are in base64; those of blocks and disks are cut, and `bytes` says how long they were. */
export interface RecordedExchange {
  method: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: Body;
  status: number;
  answerHeaders: OutgoingHttpHeaders;
  answer: Body;
}

interface Body {
  base64: string;
  bytes: number;
  sha256: string;
}

/** Also a line of a recording: what a caller signs with. */
interface RecordedKey {
  key: { id: string; secret: string };
}

/** A block is 512 KiB; nothing that is read by its words comes near to it. */
const KEPT_BYTES = 384 * 1024;

export interface Recorder {
  /** Where it writes. */
  path: string;
  /** Of callers whose keys no answer of the cloud has. */
  addKey(id: string, secret: string): void;
}

export function recordCalls(path: string): Recorder {
  const file = openSync(path, 'a');
  const write = (line: RecordedExchange | RecordedKey) => writeSync(file, `${JSON.stringify(line)}\n`);
  const addKey = (id: string, secret: string) => write({ key: { id, secret } });
  wrapServers(write);
  wrapFunctions(addKey);
  return { path, addKey };
}

type Emit = (this: http.Server, event: string | symbol, ...rest: unknown[]) => boolean;

function wrapServers(write: (line: RecordedExchange) => void): void {
  const emit = http.Server.prototype.emit as Emit;
  http.Server.prototype.emit = function (this: http.Server, event: string | symbol, ...rest: unknown[]) {
    if (event === 'request') follow(rest[0] as IncomingMessage, rest[1] as ServerResponse, write);
    return emit.call(this, event, ...rest);
  } as Emit;
}

function follow(request: IncomingMessage, response: ServerResponse, write: (line: RecordedExchange) => void): void {
  const [sent, answered] = [collector(), collector()];
  let answerHeaders: OutgoingHttpHeaders = {};
  request.on('data', sent.add);
  const { writeHead, end } = response;
  // A server that hands its headers to writeHead leaves none in getHeaders().
  response.writeHead = function (this: ServerResponse, ...given: unknown[]) {
    const headers = given.find((each) => typeof each === 'object') as OutgoingHttpHeaders | undefined;
    answerHeaders = { ...this.getHeaders(), ...headers };
    return (writeHead as (...given: unknown[]) => ServerResponse).apply(this, given);
  } as ServerResponse['writeHead'];
  response.end = function (this: ServerResponse, ...given: unknown[]) {
    if (typeof given[0] === 'string' || given[0] instanceof Uint8Array) answered.add(given[0]);
    return (end as (...given: unknown[]) => ServerResponse).apply(this, given);
  } as ServerResponse['end'];
  response.on('finish', () => {
    const { method = '', url = '', headers } = request;
    write({
      method,
      url,
      headers,
      body: sent.body(),
      status: response.statusCode,
      answerHeaders,
      answer: answered.body(),
    });
  });
}

function collector() {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let bytes = 0;
  return {
    add(chunk: Uint8Array | string) {
      const buffer = Buffer.from(chunk as string);
      hash.update(buffer);
      if (bytes < KEPT_BYTES) kept.push(buffer.subarray(0, KEPT_BYTES - bytes));
      bytes += buffer.length;
    },
    body: (): Body => ({ base64: Buffer.concat(kept).toString('base64'), bytes, sha256: hash.digest('hex') }),
  };
}

/** The local Lambda hands a function its credentials as Lambda does, in the environment. */
function wrapFunctions(addKey: Recorder['addKey']): void {
  const { Worker } = workerThreads;
  workerThreads.Worker = class extends Worker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      super(file, options);
      const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = (options.env ?? {}) as NodeJS.ProcessEnv;
      if (id && secret) addKey(id, secret);
    }
  };
  syncBuiltinESMExports();
}
