import { setTimeout as sleep } from 'node:timers/promises';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import { awsCall } from './errors.ts';
import { jsonCall } from './json-call.ts';
import type { CallPlace } from './plain-call.ts';

/** One line that a function has logged about a run. */
export interface LoggedLine {
  /** As CloudWatch Logs writes it: `2026-11-22 10:00:01.000`, UTC. */
  at: string;
  /** The step, such as `plan-clone`. */
  step: string;
  message: string;
}

export interface LogQuery {
  /** Of the run: letters, digits, `-` and `_`. */
  cloneId: string;
  /** Milliseconds since the epoch. */
  from: number;
  to: number;
}

interface Results {
  status?: string;
  results?: { field?: string; value?: string }[][];
}

const PAUSE_MS = 500;
/** A minute in all. */
const LOOKS = 120;

/**
 * What the functions of the hub have logged about a run, in order: one query of CloudWatch Logs Insights over their log
 * groups (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Source.html). Takes the rights
 * logs:StartQuery and logs:GetQueryResults; throws AccessDenied without. `pause` waits between two looks.
 */
export async function functionLogs(
  place: CallPlace,
  query: LogQuery,
  pause: (ms: number) => Promise<unknown> = sleep,
): Promise<LoggedLine[]> {
  const { queryId } = await call<{ queryId: string }>(place, 'StartQuery', {
    startTime: Math.floor(query.from / 1000),
    endTime: Math.ceil(query.to / 1000),
    queryString: queryFor(query.cloneId),
  });
  for (let look = 0; look < LOOKS; look += 1) {
    const { status, results = [] } = await call<Results>(place, 'GetQueryResults', { queryId });
    if (status === 'Complete') return results.map(lineOf);
    if (status !== 'Running' && status !== 'Scheduled' && status !== 'Unknown')
      throw new Error(`The query of CloudWatch Logs ended as ${status}.`);
    await pause(PAUSE_MS);
  }
  throw new Error('The query of CloudWatch Logs has not ended within a minute.');
}

const call = <T>(place: CallPlace, operation: string, input: object) =>
  awsCall(`query the logs of the functions in ${place.region}`, () =>
    jsonCall<T>(place, 'logs', `Logs_20140328.${operation}`, input),
  );

const queryFor = (cloneId: string) =>
  [
    "SOURCE logGroups(namePrefix: ['/aws/lambda/kubeferry-'])",
    'fields @timestamp, service, message, reason, error.message as problem',
    `filter clone = '${cloneId.replaceAll(/[^0-9A-Za-z_-]/g, '')}'`,
    'sort @timestamp asc',
    'limit 10000',
  ].join(' | ');

function lineOf(fields: { field?: string; value?: string }[]): LoggedLine {
  const {
    '@timestamp': at = '',
    service: step = '',
    message = '',
    reason,
    problem,
  } = Object.fromEntries(fields.map(({ field = '', value = '' }) => [field, value]));
  return { at, step, message: outsideText([message, reason ?? problem].filter(Boolean).join(': ')) };
}
