import * as z from 'zod';
import { discreetText } from '../../core/base/outside/outside-text.ts';
import { orProblem } from '../../core/serve/api/answer.ts';
import { callerOf } from '../../core/serve/api/caller.ts';
import { type ApiAnswer, problemAnswer, Refusal } from '../../core/serve/api/problem.ts';
import type { ApiRequest } from '../../core/serve/api/request.ts';
import { logOf } from './log.ts';

/** What has no entry is left out by API Gateway, and null where others stand in for it. */
const Texts = z
  .record(z.string(), z.string())
  .nullish()
  .transform((texts) => texts ?? {});

/** Of keys that an identity pool has given out. */
const CognitoIdentity = z
  .object({ amr: z.array(z.string()).optional(), identityId: z.string().optional() })
  .nullish()
  .catch(undefined);

/** Payload format 2.0 (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html). */
const Event = z.object({
  routeKey: z.string(),
  headers: Texts,
  queryStringParameters: Texts,
  pathParameters: Texts,
  body: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    authorizer: z.object({ iam: z.object({ userArn: z.string(), cognitoIdentity: CognitoIdentity }) }),
    timeEpoch: z.number(),
  }),
});

/**
 * Whoever sends it asks IAM whether they may, and wants nothing done: who came as far as this may, and who may not was
 * answered 403 by API Gateway.
 */
const ASKS = 'kubeferry-may-i';

/** A Lambda handler behind the HTTP API; whoever comes here was let in by IAM for this method and path. */
export function httpHandler(name: string, answer: (request: ApiRequest) => Promise<ApiAnswer>) {
  const log = logOf(name);
  return async (event: unknown) => {
    const request = requestOf(event);
    const { key, labels, caller } = request;
    if (ASKS in request.headers) return { statusCode: 204 };
    try {
      const answered = await orProblem(() => answer(request));
      log.info('answered', { key, labels, caller, status: answered.status });
      return { statusCode: answered.status, headers: answered.headers, body: answered.body };
    } catch (error) {
      log.error('failed', { key, labels, caller, error: error as Error });
      const { status, ...answered } = problemAnswer(new Refusal('failed', `The log of kubeferry-${name} says why.`));
      return { statusCode: status, ...answered };
    }
  };
}

function requestOf(event: unknown): ApiRequest {
  const { routeKey: key, headers, queryStringParameters: query, pathParameters: labels, ...rest } = Event.parse(event);
  const body = rest.isBase64Encoded ? Buffer.from(rest.body, 'base64').toString('utf8') : rest.body;
  const { authorizer, timeEpoch } = rest.requestContext;
  // Whoever takes a role names the session, with whatever they put there.
  const caller = discreetText(callerOf(authorizer.iam));
  return { key, labels, query, headers, body, caller, at: new Date(timeEpoch) };
}
