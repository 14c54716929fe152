import { randomUUID } from 'node:crypto';
import type { Clock } from '../../time/clock.ts';
import { notFound } from './azure-error.ts';

/** Long operations that are under way, by the address that says how they are (https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations). */
export interface Operations {
  /** The path of one that ends after so many seconds of the clock. */
  begin(seconds: number, output?: object): string;
  state(path: string): object;
  /** What `Location` says: nothing yet, and the result itself in the end. */
  result(path: string): { status: number; body?: object };
}

export function createOperations(clock: Clock): Operations {
  const known = new Map<string, { until: number; output: object | undefined }>();
  return {
    begin(seconds, output) {
      const path = `/operations/${randomUUID()}`;
      known.set(path, { until: clock.now().getTime() + seconds * 1000, output });
      return path;
    },
    state(path) {
      const found = known.get(path);
      if (!found) throw notFound(path);
      if (clock.now().getTime() < found.until) return { status: 'InProgress' };
      return { status: 'Succeeded', ...(found.output ? { properties: { output: found.output } } : {}) };
    },
    result(path) {
      const found = known.get(path);
      if (!found) throw notFound(path);
      if (clock.now().getTime() < found.until) return { status: 202 };
      return { status: 200, ...(found.output ? { body: found.output } : {}) };
    },
  };
}
