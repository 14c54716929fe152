import { NEXT_VERSIONS } from '../witnesses.data.ts';
import { differences } from './mapper.ts';
import type { Operation } from './operations.ts';

/** A request with its answer, as they were on the wire. */
export interface Exchange {
  method: string;
  url: URL;
  /** Of the request; names in small letters. */
  asked: Readonly<Record<string, string>>;
  body: unknown;
  status: number;
  headers: Headers;
  answer: unknown;
}

export interface Judgement {
  /** Undefined where no published operation is like the request. */
  operation: Operation | undefined;
  deviations: string[];
}

/** What of an exchange is not as the published specification has it. */
export function judge(exchange: Exchange, operations: readonly Operation[]): Judgement {
  const { method, url } = exchange;
  const found = operations.filter((each) => each.method === method && pattern(each.path).test(url.pathname));
  // A name in a path may be anything: the most fixed one is meant.
  const [operation] = found.toSorted((one, other) => variables(one) - variables(other));
  if (!operation) return { operation, deviations: [`${method} ${url.pathname}: no published operation is like it`] };
  const all = [
    ...ofQuery(url, operation),
    ...ofHeaders(exchange, operation),
    ...ofBody(exchange, operation),
    ...ofAnswer(exchange, operation),
  ];
  return { operation, deviations: all.map((what) => `${operation.name}: ${what}`) };
}

const variables = ({ path }: Operation) => path.split('{').length;

/** `{scope}` is a path, every other name a part of one; letters may be of either case. */
const pattern = (path: string) =>
  new RegExp(
    `^${path
      .replaceAll(/[.()]/g, '\\$&')
      .replace('/{scope}', '/.+')
      .replaceAll(/\{[^}]+\}/g, '[^/]+')}$`,
    'i',
  );

function ofQuery({ searchParams }: URL, { version, query }: Operation): string[] {
  const known = new Set(['api-version', ...query.map(({ name }) => name)]);
  const asked = searchParams.get('api-version');
  return [
    ...((NEXT_VERSIONS[asked ?? ''] ?? asked) === version
      ? []
      : [`asked for in version ${asked}, and published in ${version}`]),
    ...[...searchParams.keys()].filter((name) => !known.has(name)).map((name) => `query ${name}: unknown`),
    ...query
      .filter(({ name, isRequired }) => isRequired && !searchParams.has(name))
      .map(({ name }) => `query ${name}: missing`),
  ];
}

/** Of every request to Azure. */
const OF_ALL = ['authorization', 'content-type', 'accept'];

const ofHeaders = ({ asked }: Exchange, { headers }: Operation): string[] =>
  Object.keys(asked)
    .filter((name) => !OF_ALL.includes(name) && !headers.has(name))
    .map((name) => `header ${name}: unknown`);

function ofBody({ body }: Exchange, { body: mapper, models }: Operation): string[] {
  if (!mapper) return body === undefined ? [] : ['it takes no body'];
  if (body === undefined) return mapper.required ? ['it takes a body'] : [];
  return differences(body, mapper, models, 'request', 'request');
}

function ofAnswer({ status, headers, answer }: Exchange, { answers, models, isLong }: Operation): string[] {
  if (status >= 400) return ofError(answer);
  if (!answers.has(status)) return [`answered ${status}, which it never does`];
  const mapper = answers.get(status);
  const address = headers.get('azure-asyncoperation') ?? headers.get('location');
  return [
    ...(isLong && status === 202 && !address ? ['answered 202 without saying where its end is to be seen'] : []),
    // What is under way has no answer yet, or that of the resource.
    ...(answer === undefined || !mapper ? [] : differences(answer, mapper, models, 'answer', 'answer')),
  ];
}

/** https://github.com/microsoft/api-guidelines, and ErrorResponse of the common types of Resource Manager. */
function ofError(answer: unknown): string[] {
  const { error } = (answer ?? {}) as { error?: { code?: unknown; message?: unknown } };
  return typeof error?.code === 'string' && typeof error.message === 'string'
    ? []
    : ['refused without code and message'];
}
