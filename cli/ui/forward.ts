import { callerOf } from '../api/caller.ts';
import type { Located } from '../api/located.ts';
import { type ApiCall, type ApiReply, signedFetch } from '../api/signed-fetch.ts';
import { CommandEnd } from '../exit-codes.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Of the hub's answer, what the page needs: `date` tells times by the hub's clock. */
const PASSED = ['content-type', 'date', 'etag', 'location', 'apigw-requestid'];

const LOOK_AGAIN = 'The page goes on by itself once there are new ones.';

/** One call to the hub as a person; what keeps it from arriving is a problem document of its own. */
export async function forward(located: () => Promise<Located>, call: ApiCall): Promise<Answer> {
  try {
    const { api, ...signer } = await located();
    const reply = await signedFetch(api, signer, call);
    return (reply.status === 403 && (await expired(signer))) || answered(reply);
  } catch (error) {
    if (error instanceof CommandEnd) return problem('credentials', 401, `${error.told.detail} ${LOOK_AGAIN}`);
    const { cause, message } = error as Error;
    const why = (cause as Error | undefined)?.message ?? message;
    return problem('no-answer', 502, `The API of the hub did not answer: ${why}. A run that was started goes on.`);
  }
}

function answered({ status, headers, body }: ApiReply): Answer {
  const passed = PASSED.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : []));
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: Object.fromEntries(passed), body: status === 204 ? '' : text };
}

/** API Gateway answers 403 to credentials that are no good as well as to missing rights. */
async function expired(signer: Omit<Located, 'api'>): Promise<Answer | undefined> {
  const { refused } = await callerOf(signer);
  if (!refused) return undefined;
  const sentence = `AWS does not accept your credentials: ${refused.replace(/\.?$/, '.')} Get new ones with: aws sso login`;
  return problem('credentials', 401, `${sentence}. ${LOOK_AGAIN}`);
}

export function problem(name: string, status: number, detail: string): Answer {
  const titles: Record<string, string> = { credentials: 'There are no credentials', 'no-answer': 'The hub is away' };
  const document = { type: `urn:kubeferry:problem:${name}`, title: titles[name] ?? name, status, detail, problems: [] };
  return { status, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(document) };
}
