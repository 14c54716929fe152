import { AwsError } from '../../base/service.ts';
import type { Execution, MapRun } from '../execution/execution.ts';
import type { Machine } from './machines.ts';
import type { StatesEngine } from './states-engine.ts';

/** Refuses members that the operation does not know. */
export function only(input: Record<string, unknown>, known: readonly string[]): void {
  const unknown = Object.keys(input).filter((key) => input[key] !== undefined && !known.includes(key));
  if (unknown.length > 0)
    throw new AwsError('UnsupportedByLocalCloud', `The local Step Functions does not implement ${unknown.join(', ')}`);
}

/** A list's page from `nextToken` on; `maxResults` is 100 when left out or 0, and at most 1,000. */
export function page<T>(all: readonly T[], { maxResults, nextToken }: { maxResults?: number; nextToken?: string }) {
  // "Length Constraints: Minimum length of 1."
  if (nextToken === '')
    throw new AwsError('ValidationException', 'nextToken must have length greater than or equal to 1');
  const size = Math.min(maxResults || 100, 1000);
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
  const end = start + size;
  const more = end < all.length ? { nextToken: Buffer.from(String(end)).toString('base64url') } : {};
  return { items: all.slice(start, end), ...more };
}

export function findExecution(engine: StatesEngine, arn: string): Execution {
  const found = engine.executions.get(arn);
  if (!found) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return found;
}

export function findMachine(engine: StatesEngine, arn: string): Machine {
  const found = engine.machines.get(arn);
  if (!found) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  return found;
}

export function findMapRun(engine: StatesEngine, arn: string): MapRun {
  const found = engine.mapRuns.get(arn);
  if (!found) throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
  return found;
}

/** Times on the wire are seconds since 1970. */
export const seconds = (date: Date): number => date.getTime() / 1000;
export const secondsIf = <K extends string>(member: K, date: Date | undefined): { [key in K]?: number } =>
  (date ? { [member]: seconds(date) } : {}) as { [key in K]?: number };
