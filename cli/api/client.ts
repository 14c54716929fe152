import type { z } from 'zod';
import type { PlanView, ProblemDocument, RunView } from '../../core/api/schemas.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import { type ConnectionFlags, type Located, locate } from './locate.ts';
import { type ApiCall, type ApiReply, signedFetch } from './signed-fetch.ts';

export type { ConnectionFlags };

export interface Client {
  /** The body of the answer. Ends the command with the API's own sentences when it refuses. */
  send<T>(call: ApiCall): Promise<T>;
}

export type Run = z.infer<typeof RunView>;
export type Plan = z.infer<typeof PlanView>;

/** A client of the API; where it is comes to light with the first call. Throws bad input. */
export function connect(flags: ConnectionFlags): Client {
  let located: Promise<Located> | undefined;
  return {
    send: async <T>(call: ApiCall) => {
      located ??= locate(flags);
      return send<T>(await located, call);
    },
  };
}

async function send<T>({ api, ...signer }: Located, call: ApiCall): Promise<T> {
  const reply = await signedFetch(api, signer, call).catch((error: Error) => {
    if (error instanceof CommandEnd) throw error;
    const why = (error.cause as Error | undefined)?.message ?? error.message;
    throw new CommandEnd(EXIT.failed, `kubeferry: no answer from ${api}: ${why}`);
  });
  if (reply.status < 300) return reply.body as T;
  throw refused(call, reply);
}

function refused({ method, path }: ApiCall, { status, body }: ApiReply): CommandEnd {
  const { detail, problems = [] } = (typeof body === 'object' ? (body ?? {}) : {}) as Partial<Problem>;
  const code = status === 400 || status === 404 || status === 422 ? EXIT.badInput : EXIT.failed;
  if (detail) {
    const list = problems.map(({ at, message }) => `\n  - ${at ? `${at}: ` : ''}${message}`);
    return new CommandEnd(code, `kubeferry: ${detail}${list.join('')}`);
  }
  const called = `${method} ${path.replace(/\?.*/, '')}`;
  return new CommandEnd(
    code,
    `kubeferry: ${called} was answered ${status}. ${HINTS[status]?.(called) ?? JSON.stringify(body)}`,
  );
}

/** What API Gateway answers by itself, without a word for people. */
const HINTS: Record<number, (called: string) => string> = {
  403: (called) =>
    `Your credentials need execute-api:Invoke on …/${called.replace(' ', '')} in the hub's account; what is not there is answered in the same way.`,
  404: () => 'Is that the API of kubeferry, and is the hub as new as this command? Deploy the hub again.',
  503: () => 'The API did not answer within 30 seconds: try again, or look into the log of its function.',
};

type Problem = z.infer<typeof ProblemDocument>;
