import type { Agent } from 'node:https';
import type * as z from 'zod';
import { KubeferryError } from '../../../core/base/errors.ts';
import { outsideText } from '../../../core/base/outside/outside-text.ts';
import { agentFor, exchange, MOST_BYTES } from '../exchange.ts';
import { execIn } from '../exec.ts';
import {
  type ConnectorAnswer,
  ConnectorCall,
  type ConnectorResponse,
  type Failed,
  MAX_MESSAGE_BYTES,
  pack,
  unpack,
} from './messages.ts';

type Call = z.output<typeof ConnectorCall>;

export interface ConnectorOptions {
  /** The one endpoint that may be called; when left out, API servers of EKS in the Region. */
  endpoint?: string | undefined;
  region: string;
}

/** Headers that the hub reads of an answer. */
const ANSWERED = ['date', 'retry-after'];
const MAX_SOCKETS = 32;
/** One cluster, and so one agent; a new certificate authority gets another. */
const agents = new Map<string, Agent>();

/**
 * Inside of the cluster's network: passes requests on to its API server as they are, and answers what came back. It has
 * no credential and keeps nothing; it logs nothing, since requests carry tokens and Secrets.
 */
export async function answerCall(event: unknown, options: ConnectorOptions): Promise<ConnectorAnswer> {
  const call = ConnectorCall.parse(event);
  refuseOther(call.endpoint, options);
  const responses = await Promise.all(call.requests.map((request) => send(call, request)));
  return {
    ...(responses.length > 0 ? { responses: withinLimit(responses) } : {}),
    ...(call.exec ? { exec: await exec(call, call.exec) } : {}),
  };
}

/**
 * Such as `0123456789ABCDEF0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com`
 * (https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html has the domains).
 */
const API_SERVER =
  /^[0-9a-f]{32}(\.[0-9a-z]+)?\.([a-z0-9-]+)\.(eks\.amazonaws\.com|api\.aws|(api\.)?amazonwebservices\.com\.cn)$/;

function refuseOther(endpoint: string, { endpoint: only, region }: ConnectorOptions): void {
  const wanted = new URL(endpoint).hostname.toLowerCase();
  const mine = only && new URL(only).hostname.toLowerCase();
  if (mine ? wanted === mine : API_SERVER.exec(wanted)?.[2] === region) return;
  throw new KubeferryError(
    'AccessDenied',
    `This connector calls ${mine ?? `API servers of EKS in ${region}`} and nothing else, so not ${wanted}. ` +
      'Way out: correct `endpoint` of the connector in kubeferry.config.ts, and deploy the member stack.',
  );
}

async function send(call: Call, { method, path, headers, body }: Call['requests'][number]): Promise<ConnectorResponse> {
  const { endpoint, certificateAuthority: ca } = call;
  const agent = agents.get(ca) ?? agentFor({ ca, maxSockets: MAX_SOCKETS });
  agents.set(ca, agent);
  try {
    const raw = body === undefined ? undefined : unpack(body);
    const answer = await exchange(endpoint, agent, { method, path, headers, body: raw });
    const shown = ANSWERED.flatMap((name) => (answer.headers[name] ? [[name, String(answer.headers[name])]] : []));
    return { status: answer.status, headers: Object.fromEntries(shown), body: pack(answer.body) };
  } catch (error) {
    if ((error as { code?: string }).code === 'ANSWER_TOO_LARGE') return { tooLarge: MOST_BYTES };
    return { failed: failedOf(error) };
  }
}

/** The first ones that fit; of the others only how large they are. */
function withinLimit(responses: ConnectorResponse[]): ConnectorResponse[] {
  let left = MAX_MESSAGE_BYTES;
  return responses.map((response) => {
    const size = 'body' in response ? response.body.length : 0;
    if (size > left) return { tooLarge: size };
    left -= size;
    return response;
  });
}

async function exec(
  { endpoint, certificateAuthority: ca }: Call,
  { path, headers, ...told }: NonNullable<Call['exec']>,
) {
  try {
    const result = pack(Buffer.from(JSON.stringify(await execIn({ endpoint, ca, headers }, path, told))));
    return result.length > MAX_MESSAGE_BYTES ? { tooLarge: result.length } : { result };
  } catch (error) {
    return { failed: failedOf(error) };
  }
}

function failedOf(error: unknown): Failed {
  const { name = 'Error', code } = error as { name?: string; code?: string };
  return { name, code, message: outsideText(error) };
}
