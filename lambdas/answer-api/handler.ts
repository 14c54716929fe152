import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { z } from 'zod';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import { stepFunctionsRuns } from '../../adapters/aws/runs.ts';
import { eventBridgeSchedules } from '../../adapters/aws/schedules.ts';
import { answer } from '../../core/api/answer.ts';
import { problemAnswer, Refusal } from '../../core/api/problem.ts';
import { Route } from '../../core/clone/route.ts';
import { required } from '../_shared/environment.ts';

/** Payload format 2.0 (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html). */
const Event = z.object({
  routeKey: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  queryStringParameters: z.record(z.string(), z.string()).default({}),
  pathParameters: z.record(z.string(), z.string()).default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({ authorizer: z.object({ iam: z.object({ userArn: z.string() }) }) }),
});

const log = new Logger({ serviceName: 'answer-api' });

/** Answers pipelines and the command line; whoever comes here was let in by IAM for this method and path. */
export async function handler(event: unknown) {
  const { routeKey: key, headers, queryStringParameters: query, pathParameters: labels, ...rest } = Event.parse(event);
  const body = rest.isBase64Encoded ? Buffer.from(rest.body, 'base64').toString('utf8') : rest.body;
  const caller = rest.requestContext.authorizer.iam.userArn;
  try {
    const answered = await answer({ key, labels, query, headers, body, caller }, tools());
    log.info('answered', { key, labels, caller, status: answered.status });
    return { statusCode: answered.status, headers: answered.headers, body: answered.body };
  } catch (error) {
    log.error('failed', { key, labels, caller, error: error as Error });
    const { status, ...answered } = problemAnswer(new Refusal('failed', 'The log of kubeferry-answer-api says why.'));
    return { statusCode: status, ...answered };
  }
}

const tools = () => ({
  routes: z.array(Route).parse(JSON.parse(required('KUBEFERRY_ROUTES'))),
  runs: stepFunctionsRuns({ prefix: required('KUBEFERRY_STATES') }),
  schedules: eventBridgeSchedules({ prefix: required('KUBEFERRY_STATES') }),
  store: s3ObjectStore({ bucket: required('KUBEFERRY_BUCKET') }),
  newId: randomUUID,
  clock: { now: () => new Date() },
});
