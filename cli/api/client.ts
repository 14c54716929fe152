import type { z } from 'zod';
import type { PlanView, ProblemDocument, RunView } from '../../core/api/schemas.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import { type ApiCall, type ApiReply, ownCredentials, type Signer, signedFetch } from './signed-fetch.ts';

export interface ConnectionFlags {
  api?: string;
  region?: string;
}

export interface Client {
  /** The body of the answer. Ends the command with the API's own sentences when it refuses. */
  send<T>(call: ApiCall): Promise<T>;
}

export type Run = z.infer<typeof RunView>;
export type Plan = z.infer<typeof PlanView>;

/** Where the API is, and as whom: like the AWS CLI, with `--api` or KUBEFERRY_API. Throws bad input. */
export function connect({ api = process.env.KUBEFERRY_API, region }: ConnectionFlags): Client {
  const url = api && URL.canParse(api) ? new URL(api) : undefined;
  if (!api || !url) {
    throw new CommandEnd(
      EXIT.badInput,
      `kubeferry: ${api ? `"${api}" is no URL` : 'where is the API?'} Give --api or KUBEFERRY_API: the output "api" of ` +
        'the stack kubeferry-hub, or what `kubeferry local` prints.',
    );
  }
  const signer = { region: regionOf(url, region), credentials: ownCredentials() };
  return { send: <T>(call: ApiCall) => send<T>(api, signer, call) };
}

/** A deployed API has its Region in its name. */
function regionOf({ hostname }: URL, given: string | undefined): string {
  const [, own] = /\.execute-api\.([a-z0-9-]+)\./.exec(hostname) ?? [];
  const region = given ?? own ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  if (region) return region;
  throw new CommandEnd(EXIT.badInput, 'kubeferry: in which Region is the API? Give --region or AWS_REGION.');
}

async function send<T>(api: string, signer: Signer, call: ApiCall): Promise<T> {
  const reply = await signedFetch(api, signer, call).catch((error: Error) => {
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
  const hint =
    status === 403 ? ` Your credentials need execute-api:Invoke on …/${method}${path.replace(/\?.*/, '')}.` : '';
  return new CommandEnd(code, `kubeferry: ${method} ${path} was answered ${status}: ${JSON.stringify(body)}.${hint}`);
}

type Problem = z.infer<typeof ProblemDocument>;
