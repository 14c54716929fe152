import type * as z from 'zod';
import type { Clock } from '../../../time/clock.ts';
import { KubeferryError, type Problem } from '../../base/errors.ts';
import type { FileLinks } from '../../base/ports/file-links.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Runs } from '../../base/ports/runs.ts';
import type { Schedules } from '../../base/ports/schedules.ts';
import { problemsOf } from '../../base/request/problems-of.ts';
import type { Route } from '../../base/request/route.ts';
import type { RouteStack } from '../route-stack.ts';
import type { Memory } from './memory.ts';
import { Refusal } from './problem.ts';

/** One request, with what API Gateway has read from it. */
export interface ApiRequest {
  /** `GET /routes/{route}`: which of the operations. */
  key: string;
  labels: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** '' when there is none. */
  body: string;
  /** ARN of the caller, as IAM found it out. */
  caller: string;
  /** When API Gateway got it. */
  at: Date;
}

export interface RouteTools {
  routes: readonly Route[];
}

export interface ApiTools extends RouteTools {
  runs: Runs;
  schedules: Schedules;
  store: ObjectStore;
  /** Name of a run that was given no Idempotency-Key. */
  newId(): string;
  /** Of the functions, which note how far a run is. */
  clock: Pick<Clock, 'now'>;
  memory: Memory;
  fileLinks: FileLinks;
  /** The stack that a route is in, where that is not the hub's. */
  routeStack?(route: string): RouteStack | undefined;
}

/** The input of an execution has 256 KiB (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html). */
const LONGEST_BODY = 250_000;

/** Throws a Refusal that names no other route: whoever asks may have rights on this one alone. */
export function routeOf({ routes }: RouteTools, { labels }: ApiRequest): Route {
  const found = routes.find(({ name }) => name === labels.route);
  if (found) return found;
  throw new Refusal(
    'not-found',
    `No route "${labels.route}" is deployed; its name is that of kubeferry.config.ts: deploy the hub after a change.`,
  );
}

/** The body as an object; `{}` when there is none. */
export function bodyOf({ body }: ApiRequest): Record<string, unknown> {
  if (body.trim() === '') return {};
  if (Buffer.byteLength(body) > LONGEST_BODY)
    throw mistakes([{ at: '', message: `The body has more than ${LONGEST_BODY} bytes.` }]);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw mistakes([{ at: '', message: `The body is no JSON: ${(error as Error).message}.` }]);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw mistakes([{ at: '', message: 'The body must be a JSON object, such as {}.' }]);
}

/** The body as the schema has it; every mistake at once. */
export function checkedBody<S extends z.ZodObject>(request: ApiRequest, schema: S): z.infer<S> {
  const body = bodyOf(request);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw mistakes(problemsOf(parsed.error, schema, body), 'nothing was changed');
}

export function queryOf<S extends z.ZodObject>({ query }: ApiRequest, schema: S): z.infer<S> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error, schema, query).map(({ at, message }) => ({ at: `query.${at}`, message }));
  throw mistakes(problems, 'nothing was read');
}

/** Reads a page of a list: a `next` that the service does not know is a mistake of the query. */
export async function pageOf<T>({ query }: ApiRequest, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof KubeferryError) || error.name !== 'InvalidRequest') throw error;
    const message = `"${query.next}" is not the next of an answer, or it has expired: leave it out to begin with the first page.`;
    throw mistakes([{ at: 'query.next', message }], 'nothing was read');
  }
}

export function mistakes(problems: readonly Problem[], effect = 'nothing was started'): Refusal {
  const many = problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`;
  return new Refusal('invalid-request', `The request has ${many}; ${effect}.`, problems);
}

/** What an outer error is to the caller; undefined for one that nobody foresaw. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (!(error instanceof KubeferryError)) return undefined;
  const { name, message, problems } = error;
  if (name === 'InvalidRequest') return new Refusal('invalid-request', message, problems);
  if (name === 'NotFound') return new Refusal('not-found', message, problems);
  if (name === 'AccessDenied') return new Refusal('access-denied', message, problems);
  if (name === 'Throttled' || name === 'QuotaReached') return new Refusal('throttled', message, problems);
  return new Refusal(name === 'Unavailable' ? 'unavailable' : 'failed', message, problems);
}
