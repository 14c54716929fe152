/** Payload format 2.0 (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html). */
import { randomUUID } from 'node:crypto';
import type { Call } from '../../base/service.ts';

export interface HttpRequestInput {
  method: string;
  /** As sent, without the part that names the API. */
  path: string;
  query: [name: string, value: string][];
  headers: Record<string, string>;
}

export interface MatchedRoute {
  apiId: string;
  stage: string;
  /** `GET /routes/{route}`. */
  key: string;
  labels: Record<string, string>;
}

export function eventOf(
  route: MatchedRoute,
  request: HttpRequestInput,
  { caller, body, clock, region, account }: Call,
) {
  const { method, path, query, headers } = request;
  const now = clock.now();
  const domainName = `${route.apiId}.execute-api.${region}.amazonaws.com`;
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers,
    ...(query.length > 0 ? { queryStringParameters: joined(query) } : {}),
    ...(Object.keys(route.labels).length > 0 ? { pathParameters: route.labels } : {}),
    requestContext: {
      accountId: account,
      apiId: route.apiId,
      authentication: null,
      authorizer: {
        iam: {
          accessKey: caller.accessKeyId,
          accountId: caller.account,
          callerId: caller.accessKeyId,
          cognitoIdentity: caller.cognitoIdentity ?? null,
          principalOrgId: null,
          userArn: caller.arn,
          userId: caller.accessKeyId,
        },
      },
      domainName,
      domainPrefix: route.apiId,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: headers['user-agent'] ?? '' },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: route.stage,
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 ? { body: body.toString('utf8') } : {}),
    isBase64Encoded: false,
  };
}

/** "Duplicate query strings are combined with commas." */
function joined(query: [string, string][]): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of query) values.set(name, values.has(name) ? `${values.get(name)},${value}` : value);
  return Object.fromEntries(values);
}
