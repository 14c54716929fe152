import type * as z from 'zod';
import type { PlanView, ProblemDocument, RunView } from '../../core/serve/api/schemas.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import { callerOf } from './caller.ts';
import { flagOf, inCommands } from './in-commands.ts';
import { type ConnectionFlags, locate, refusedCredentials } from './locate.ts';
import type { Located } from './located.ts';
import { type ApiCall, type ApiReply, signedFetch } from './signed-fetch.ts';

export type { ConnectionFlags };

export interface Client {
  /** The body of the answer. Ends the command with the API's sentences when it refuses. */
  send<T>(call: ApiCall): Promise<T>;
  /** Milliseconds by the hub's clock, as its latest answer told it: what it says of times is by that one, not by this machine's. */
  now(): number;
}

export type Run = z.infer<typeof RunView>;
export type Plan = z.infer<typeof PlanView>;

/** A client of the API; where it is comes to light with the first call. Throws bad input. */
export function connect(flags: ConnectionFlags): Client {
  let located: Promise<Located> | undefined;
  let ahead = 0;
  return {
    send: async <T>(call: ApiCall) => {
      located ??= locate(flags);
      return send<T>(await located, call, (date) => {
        ahead = date - Date.now();
      });
    },
    now: () => Date.now() + ahead,
  };
}

/** `onDate`: when it was answered, by the clock of who answered; in milliseconds. */
async function send<T>(located: Located, call: ApiCall, onDate: (date: number) => void): Promise<T> {
  const { api, ...signer } = located;
  const reply = await signedFetch(api, signer, call).catch((error: Error) => {
    if (error instanceof CommandEnd) throw error;
    const why = (error.cause as Error | undefined)?.message ?? error.message;
    throw new CommandEnd(EXIT.failed, `kubeferry: no answer from ${api}: ${why}. ${NO_ANSWER}`);
  });
  const date = Date.parse(reply.headers.get('date') ?? '');
  if (!Number.isNaN(date)) onDate(date);
  if (reply.status < 300) return reply.body as T;
  throw told(reply) ?? (await gatewaysOwn(located, call, reply));
}

const NO_ANSWER =
  'Is that the URL of the API, and does this machine reach it? Behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1. ' +
  'A run that was started goes on.';

/** A refusal in the API's own sentences, and for people in commands. */
function told({ status, body }: ApiReply): CommandEnd | undefined {
  const { detail, problems = [], ...rest } = (typeof body === 'object' ? (body ?? {}) : {}) as Partial<Problem>;
  if (!detail) return undefined;
  const list = problems.map(({ at, message }) => `\n  - ${at ? `${flagOf(at)}: ` : ''}${inCommands(message)}`);
  return new CommandEnd(codeOf(status), `kubeferry: ${inCommands(detail)}${list.join('')}`, {
    ...rest,
    detail,
    problems,
  });
}

/** What API Gateway answers by itself, without a word for people: 403 is a right, a name or the credentials. */
async function gatewaysOwn(located: Located, { method, path }: ApiCall, { status, body }: ApiReply) {
  const called = `${method} ${path.replace(/\?.*/, '')}`;
  if (status !== 403) {
    const hint = HINTS[status] ?? JSON.stringify(body);
    return new CommandEnd(codeOf(status), `kubeferry: ${called} was answered ${status}. ${hint}`);
  }
  const { arn, refused } = await callerOf(located);
  if (refused) return refusedCredentials(refused);
  return new CommandEnd(
    EXIT.failed,
    `kubeferry: ${called} was answered 403. ${arn || 'Who has your credentials'} needs execute-api:Invoke on ` +
      `…/${called.replace(' ', '')} in the hub's account. A route that does not exist is answered in the same way: is its name right?`,
  );
}

const codeOf = (status: number) => (status === 400 || status === 404 || status === 422 ? EXIT.badInput : EXIT.failed);

const HINTS: Record<number, string> = {
  404: 'Is that the API of kubeferry, and is the hub as new as this command? Deploy the hub again.',
  503: 'The API did not answer within 30 seconds: try again, or look into the log of its function.',
};

type Problem = z.infer<typeof ProblemDocument>;
