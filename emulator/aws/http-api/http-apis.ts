/**
 * HTTP APIs of API Gateway with IAM authorization. AWS tells them apart by host name; here it is the first part of the
 * path, `/_aws/execute-api/<id>`, so that one port serves them all.
 */
import { randomBytes } from 'node:crypto';
import { AwsError, type BrowserRequest, type Call, RawOutput, type Service } from '../../base/service.ts';
import { listOf, statementsOf } from '../iam/policy.ts';
import { matchesArn } from '../iam/wildcard.ts';
import type { Lambda } from '../lambda/lambda-service.ts';
import { type Cors, headersFor, preflight } from './cors.ts';
import { eventOf, type HttpRequestInput, type MatchedRoute } from './event.ts';

const PREFIX = '/_aws/execute-api/';
/** `/routes` of the API `0a1b`, below the prefix. */
const OWN_PATH = /^([a-z0-9]+)(\/.*|)$/;

export interface HttpApi {
  id: string;
  account: string;
  region: string;
  /** Route key -> integration id. */
  routes: Map<string, string>;
  /** Integration id -> ARN of a function, of a version or of an alias. */
  integrations: Map<string, string>;
  /** Only `$default` is served. */
  stage?: string;
  cors?: Cors;
}

export interface HttpApis {
  service: Service;
  /** An API without stage, routes and integrations: the deployment adds them. */
  create(place: { account: string; region: string }, cors?: Cors): HttpApi & { endpoint: string };
  /** Throws when there is none. */
  get(id: string): HttpApi;
}

export function createHttpApis({ lambda, endpoint }: { lambda: Lambda; endpoint(): string }): HttpApis {
  const apis = new Map<string, HttpApi>();
  const corsOf = ({ path }: BrowserRequest) => apis.get(OWN_PATH.exec(path.slice(PREFIX.length))?.[1] ?? '')?.cors;
  return {
    service: {
      signingName: 'execute-api',
      protocol: 'http-api',
      prefix: PREFIX,
      preflight: (request) => preflight(corsOf(request), request),
      headersFor: (request) => headersFor(corsOf(request), request),
      operations: { Invoke: (input: HttpRequestInput, call) => invoke(apis, lambda, input, call) },
    },
    create({ account, region }, cors) {
      const id = randomBytes(5).toString('hex');
      const api = { id, account, region, routes: new Map(), integrations: new Map(), ...(cors ? { cors } : {}) };
      apis.set(id, api);
      return Object.assign(api, { endpoint: `${endpoint()}${PREFIX}${id}` });
    },
    get(id) {
      const api = apis.get(id);
      if (!api) throw new Error(`There is no API ${id}.`);
      return api;
    },
  };
}

/** The caller's policies are asked about method and path as they were sent; a caller of another account has no way in. */
async function invoke(apis: Map<string, HttpApi>, lambda: Lambda, request: HttpRequestInput, call: Call) {
  const [, id = '', path = ''] = OWN_PATH.exec(request.path.slice(PREFIX.length)) ?? [];
  const api = apis.get(id);
  if (!api?.stage) throw new AwsError('NotFoundException', 'Not Found', 404);
  // The host name has the Region: a scope of another one does not fit it.
  if (api.region !== call.region) throw new AwsError('AccessDeniedException', 'Forbidden', 403);
  const own = { ...request, path: path || '/' };
  const route = matched(api, own);
  if (!route) throw new AwsError('NotFoundException', 'Not Found', 404);
  const arn = `arn:aws:execute-api:${api.region}:${api.account}:${api.id}/${api.stage}/${own.method}${own.path}`;
  call.authorize('execute-api:Invoke', arn);
  if (call.caller.account !== api.account) throw new AwsError('AccessDeniedException', 'Forbidden', 403);
  const target = api.integrations.get(api.routes.get(route.key) ?? '');
  if (!target || !mayInvoke(lambda, target, arn)) throw internal();
  const { payload, functionError } = await lambda.invoke(target, JSON.stringify(eventOf(route, own, call))).catch(busy);
  if (functionError) throw internal();
  return answerOf(payload, call.clock.now());
}

/** A function that finds no place (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html). */
function busy(error: unknown): never {
  if (error instanceof AwsError && error.status === 429)
    throw new AwsError('ServiceUnavailableException', 'Service Unavailable', 503);
  throw error;
}

const internal = () => new AwsError('InternalServerErrorException', 'Internal Server Error', 500);

/** The route with the fewest labels wins, as API Gateway's most specific one does. */
function matched(api: HttpApi, { method, path }: HttpRequestInput): MatchedRoute | undefined {
  const sent = path.split('/');
  const fits = [...api.routes.keys()].flatMap((key) => {
    const [wanted, pattern = ''] = key.split(' ');
    const parts = pattern.split('/');
    if (wanted !== method || parts.length !== sent.length) return [];
    const labels: Record<string, string> = {};
    const same = parts.every((part, index) => {
      const [, label] = /^\{(\w+)\}$/.exec(part) ?? [];
      const given = sent[index] ?? '';
      if (label) labels[label] = decodeURIComponent(given);
      return label ? given !== '' : part === given;
    });
    return same ? [{ apiId: api.id, stage: api.stage ?? '', key, labels }] : [];
  });
  return fits.sort((a, b) => Object.keys(a.labels).length - Object.keys(b.labels).length)[0];
}

/** The function's own policy must let this API in (https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html). */
function mayInvoke(lambda: Lambda, functionArn: string, methodArn: string): boolean {
  const policy = lambda.resourcePolicy(functionArn)?.policy;
  return (policy ? statementsOf(policy) : []).some(({ Principal, Resource, Condition }) => {
    const services = typeof Principal === 'object' ? listOf(Principal.Service) : [];
    const from = Condition?.ArnLike?.['aws:SourceArn'];
    return (
      services.includes('apigateway.amazonaws.com') &&
      listOf(Resource).includes(functionArn) &&
      (typeof from !== 'string' || matchesArn(from, methodArn))
    );
  });
}

/** With the time on the API's own clock, by which everything behind it is dated: nobody signs by what this service says. */
function answerOf(payload: string, at: Date): RawOutput {
  const answer = JSON.parse(payload) as { statusCode?: number; headers?: Record<string, string>; body?: string };
  if (typeof answer?.statusCode !== 'number') throw internal();
  const headers = Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  const dated = { ...Object.fromEntries(headers), date: at.toUTCString() };
  return new RawOutput(Buffer.from(answer.body ?? ''), dated, answer.statusCode);
}
