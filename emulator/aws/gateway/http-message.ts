import type { IncomingMessage } from 'node:http';

/** A request with its whole body. `path` is as sent, still percent-encoded; query names and values are decoded. */
export interface HttpRequest {
  method: string;
  path: string;
  query: [name: string, value: string][];
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array | string;
}

export async function readRequest(message: IncomingMessage): Promise<HttpRequest> {
  const { path, query } = splitTarget(message.url ?? '/');
  return { method: message.method ?? 'GET', path, query, headers: flatHeaders(message), body: await readBody(message) };
}

/** Path and decoded query of a request target or of the part of a URL behind its host. */
export function splitTarget(target: string): Pick<HttpRequest, 'path' | 'query'> {
  const mark = target.indexOf('?');
  if (mark < 0) return { path: target, query: [] };
  const query = target
    .slice(mark + 1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [decode(pair), ''] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    });
  return { path: target.slice(0, mark), query };
}

const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));

function flatHeaders(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return headers;
}

/** One copy at most, and no iterator between: blocks of 512 KiB come by the thousand. */
function readBody(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    message.on('error', reject);
  });
}
