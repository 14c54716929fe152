import { ERRORS, type ErrorName, KubeferryError } from '../../../core/base/errors.ts';
import { outsideText } from '../../../core/base/outside/outside-text.ts';
import type { ExecResult } from '../../../kube/cluster-api.ts';
import type { Identity } from '../credential.ts';
import { execPath } from '../exec.ts';
import { TOO_LARGE, unreachable } from '../failures.ts';
import { bytesOf, headersOf, parse, type Request, type Response, type Transport } from '../transport.ts';
import { batches } from './batches.ts';
import {
  type CallConnector,
  type ConnectorResponse,
  type Failed,
  MAX_MESSAGE_BYTES,
  pack,
  unpack,
} from './messages.ts';

export interface ThroughOptions {
  endpoint: string;
  certificateAuthority: string;
  identity: Identity;
  connector: CallConnector;
  wayOut?: string | undefined;
}

/**
 * Four calls at a time take four environments of the cluster's own account, however many objects are on their way. A
 * write is answered by the object, with what the server adds: a mebibyte of writes has answers that fit for sure.
 */
const LIMITS = { calls: 4, items: 16, bytes: 1024 * 1024 };

interface Item {
  kind: string;
  bytes: number;
  request: Request;
  body: string | undefined;
}

/** The way through a function in the cluster's network: it gets finished requests, with the bearer token in them. */
export function throughConnector({ endpoint, certificateAuthority, identity, connector, wayOut }: ThroughOptions) {
  if (identity.tls.cert) throw new Error('A connector passes tokens on; a certificate would have to be in it.');
  const target = { endpoint, certificateAuthority };
  const run = async (items: Item[]): Promise<ConnectorResponse[]> => {
    const own = await identity.headers();
    const requests = items.map(({ request, body }) => ({
      method: request.method,
      path: request.path,
      headers: { ...headersOf(request), ...own },
      ...(body === undefined ? {} : { body }),
    }));
    const { responses = [] } = await connector({ ...target, requests });
    // Beside others it found no room; alone it may. A POST that was done is not done again.
    const again = (item: Item, response: ConnectorResponse) =>
      items.length > 1 && 'tooLarge' in response && item.kind !== 'POST'
        ? run([item]).then(([alone]) => alone!)
        : response;
    return Promise.all(items.map((item, at) => again(item, responses[at]!)));
  };
  const together = batches<Item, ConnectorResponse>(LIMITS, run);
  return {
    send: async (request) => read(await together(itemOf(request)), endpoint, wayOut),
    exec: async (pod, command, timeoutSeconds) => {
      const what = `run ${command[0]} in pod ${pod.namespace}/${pod.name}`;
      const headers = await identity.headers();
      const exec = { path: execPath(pod, command), headers, what, timeoutSeconds };
      const answer = (await connector({ ...target, exec })).exec!;
      if ('failed' in answer) throw errorOf(answer.failed, endpoint, wayOut);
      if ('result' in answer) return JSON.parse(unpack(answer.result).toString('utf8')) as ExecResult;
      throw new KubeferryError(
        'HookFailed',
        `Could not ${what} to its end: it wrote ${answer.tooLarge} bytes, more than pass through a connector. Let the command write less.`,
      );
    },
    close: () => {},
  } satisfies Transport;
}

function itemOf(request: Request): Item {
  const bytes = bytesOf(request);
  const body = bytes && pack(bytes);
  if (body && body.length > MAX_MESSAGE_BYTES) {
    throw new KubeferryError(
      'ApplyFailed',
      `Could not send ${request.method} ${request.path.split('?')[0]}: it has ${body.length} bytes, and ${MAX_MESSAGE_BYTES} pass through a connector.`,
    );
  }
  return { kind: request.method, bytes: bytes?.length ?? 0, request, body };
}

function read(response: ConnectorResponse, endpoint: string, wayOut: string | undefined): Response {
  if ('failed' in response) throw errorOf(response.failed, endpoint, wayOut);
  if ('body' in response) return { ...response, body: parse(unpack(response.body)) };
  const message =
    `its answer has ${response.tooLarge} bytes, even compressed, and ${MAX_MESSAGE_BYTES} pass through a connector ` +
    '(a limit of Lambda); leave it out of the selection, or give the cluster a public endpoint for this run';
  return { status: 413, headers: {}, body: { kind: 'Status', reason: TOO_LARGE, message } };
}

/** What failed beyond the connector means here what it would mean without one. */
function errorOf({ name, code, message }: Failed, endpoint: string, wayOut: string | undefined): Error {
  if (name in ERRORS) return new KubeferryError(name as ErrorName, outsideText(message));
  return unreachable(endpoint, Object.assign(new Error(message), { code }), wayOut);
}
