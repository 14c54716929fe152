/**
 * The endpoint behind the SAS URLs of managed disks and snapshots, on loopback: what `md-….blob.storage.azure.net` answers. The
 * stand-in of Azure Resource Manager makes the blobs, and grants and ends the accesses.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../time/clock.ts';
import type { Faults } from '../../base/faults.ts';
import type { Fault, RecordedCall } from '../../base/records.ts';
import { createGrants, type Grants } from './grants.ts';
import { type BlobAnswer, type BlobRequest, operationOf } from './operations.ts';
import { StorageError } from './storage-error.ts';

export interface PageBlobsOptions {
  clock: Clock;
  /** On `page-blobs:GetBlob`, `page-blobs:GetPageRanges` and `page-blobs:PutPage`. None when left out. */
  faults?: Faults;
  /** Gets each call, as made by whoever has asked for its access. */
  record?: (call: RecordedCall) => void;
  /** What an answer's body becomes on its way: for bytes that are damaged or lost. */
  onWire?: (operation: string, body: Uint8Array) => Uint8Array;
}

export interface PageBlobs extends Pick<Grants, 'revoke' | 'remove'> {
  /** `http://127.0.0.1:PORT`. */
  endpoint: string;
  /** A SAS URL; `rw` is what an access for writing gives, by which an upload also lists what it wrote. */
  grant(...wanted: Parameters<Grants['grant']>): string;
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1 only. */
export async function startPageBlobs(options: PageBlobsOptions): Promise<PageBlobs> {
  const grants = createGrants(options.clock);
  const server = createServer(async (message, response) => {
    try {
      const answer = await answerTo(await requestOf(message), grants, options);
      if (answer === 'lost') message.socket.destroy();
      else send(response, answer);
    } catch (error) {
      send(response, refusal(error as Error));
    }
  });
  // Above the idle time of agents, so that it is the client who closes a connection.
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    grant: (...wanted) => `${endpoint}${grants.grant(...wanted)}`,
    revoke: grants.revoke,
    remove: grants.remove,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answerTo(
  request: BlobRequest,
  grants: Grants,
  { clock, faults, record, onWire = (_, body) => body }: PageBlobsOptions,
): Promise<BlobAnswer | 'lost'> {
  const [name, run] = operationOf(request);
  const by = grants.holderOf(request.query);
  const effects = faults?.match(`page-blobs:${name}`, by) ?? [];
  const allowed = !effects.some(({ kind }) => kind === 'denied');
  record?.({ ...callOf(name, request, by), allowed });
  for (const effect of effects) await suffer(effect, clock);
  const answer = run(request, grants);
  if (effects.some(({ kind }) => kind === 'kill-after')) return 'lost';
  return { ...answer, body: onWire(name, answer.body) };
}

function callOf(operation: string, { path }: BlobRequest, by: string): Omit<RecordedCall, 'allowed'> {
  const [, , , , account = ''] = by.split(':');
  const of = { service: 'page-blobs', operation, action: `page-blobs:${operation}`, resource: path };
  return { ...of, principalArn: by, account, region: '', context: {} };
}

async function suffer(effect: Fault['effect'], clock: Clock): Promise<void> {
  if (effect.kind === 'delay') await clock.sleep(effect.milliseconds);
  if (effect.kind === 'error') throw new StorageError(effect.status ?? 400, effect.code, effect.message);
  if (effect.kind === 'denied') {
    const said = 'This request is not authorized to perform this operation.';
    throw new StorageError(403, 'AuthorizationFailure', said);
  }
}

async function requestOf(message: IncomingMessage): Promise<BlobRequest> {
  const { pathname, searchParams } = new URL(message.url ?? '/', 'http://127.0.0.1');
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const { method = 'GET', headers } = message;
  return { method, path: pathname, query: searchParams, headers, body: Buffer.concat(chunks) };
}

function refusal(error: Error): BlobAnswer {
  const known = error instanceof StorageError ? error : new StorageError(500, 'InternalError', error.message);
  const said = known.message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const xml = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${known.code}</Code><Message>${said}</Message></Error>`;
  const headers = { 'content-type': 'application/xml', 'x-ms-error-code': known.code };
  return { status: known.status, headers, body: Buffer.from(xml) };
}

function send(response: ServerResponse, { status, headers, body }: BlobAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}
