import { outsideText } from '../../core/base/outside/outside-text.ts';
import type { Identity } from './credential.ts';
import { agentFor, exchange } from './exchange.ts';
import { execIn, execPath } from './exec.ts';
import { TOO_LARGE, unreachable } from './failures.ts';
import { moreWhenFar } from './more-when-far.ts';
import { bytesOf, headersOf, parse, type Transport } from './transport.ts';

export interface StraightOptions {
  endpoint: string;
  certificateAuthority: string;
  identity: Identity;
  maxSockets: number;
  /** What to say when no connection comes about. */
  wayOut?: string | undefined;
}

/**
 * HTTPS with kept-alive connections, JSON only. It replaces the client of `@kubernetes/client-node`, which opens a
 * connection for each call: 5.4 ms of CPU an apply, against 0.5 ms here.
 */
export function straight({ endpoint, certificateAuthority: ca, identity, maxSockets, wayOut }: StraightOptions) {
  const agent = agentFor({ maxSockets, ca, ...identity.tls });
  const answered = moreWhenFar(agent, maxSockets);
  return {
    send: async (request) => {
      try {
        const { method, path } = request;
        const headers = { ...headersOf(request), ...(await identity.headers()) };
        const answer = await exchange(endpoint, agent, { method, path, headers, body: bytesOf(request) });
        answered(answer.answeredAfterMs);
        return { status: answer.status, headers: answer.headers, body: parse(answer.body) };
      } catch (error) {
        // A list may be asked for in smaller pages.
        if ((error as { code?: string }).code === 'ANSWER_TOO_LARGE')
          return { status: 413, headers: {}, body: { kind: 'Status', reason: TOO_LARGE, message: outsideText(error) } };
        throw unreachable(endpoint, error, wayOut);
      }
    },
    exec: async (pod, command, timeoutSeconds) =>
      execIn({ endpoint, ca, ...identity.tls, headers: await identity.headers() }, execPath(pod, command), {
        what: `run ${command[0]} in pod ${pod.namespace}/${pod.name}`,
        timeoutSeconds,
      }),
    close: () => agent.destroy(),
  } satisfies Transport;
}
