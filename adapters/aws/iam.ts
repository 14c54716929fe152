import { XMLParser } from 'fast-xml-parser';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import { iamEndpoint } from './clients.ts';
import type { MemberSession } from './member.ts';
import { signedRequests } from './signed-requests.ts';

/** Of IAM's Query API (https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html). */
const VERSION = '2010-05-08';

const parser = new XMLParser({ isArray: (name) => name === 'member', parseTagValue: false });

export type IamCall = (action: string, input: Record<string, string>) => Promise<Record<string, unknown>>;

/**
 * IAM's Query API with signed GET requests, which it takes for every action; the handful of calls that are made here
 * needs no client of its own. Input has members by wire name (`ClientIDList.member.1`). Answers the action's result;
 * rejects with an error that has IAM's code as its name.
 */
export function iamCalls(session: MemberSession): IamCall {
  const { url, signedFor } = iamEndpoint(session.region);
  const send = signedRequests('iam', { ...session, region: signedFor }, url);
  return async (action, input) => {
    const { status, body } = await send({
      method: 'GET',
      path: '/',
      query: { Action: action, Version: VERSION, ...input },
    });
    const answer = parser.parse(Buffer.from(body).toString('utf8')) as Answer;
    if (status === 200) return (answer[`${action}Response`]?.[`${action}Result`] || {}) as Answer;
    throw refusal(answer, status);
  };
}

// biome-ignore lint/suspicious/noExplicitAny: XML has no types; each caller reads the members that it knows
type Answer = Record<string, any>;

function refusal({ ErrorResponse }: Answer, httpStatusCode: number): Error {
  const { Code = 'InternalFailure', Message = 'IAM answered without a reason' } = ErrorResponse?.Error ?? {};
  return Object.assign(new Error(outsideText(Message)), { name: String(Code), $metadata: { httpStatusCode } });
}
