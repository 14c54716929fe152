import type { RecordedCall } from '../../local/cloud.ts';
import type { RoleCall } from './kinds.ts';

/** Roles that people, schedules and drivers act as: what they do is no part of a run. */
const OTHERS = /-(answer-api|examine-route|find-expired|note-removal|machine-remove-expired)$|^kubeferry-schedule-/;

/** Each call of a run, once for each role that makes it, in order. */
export function distinctCalls(calls: readonly RecordedCall[]): RoleCall[] {
  const found = new Map<string, RoleCall>();
  for (const { service, operation, principalArn } of calls) {
    const by = principalArn.split('/').at(-1) ?? '';
    if (!by.startsWith('kubeferry-') || OTHERS.test(by)) continue;
    found.set(`${service}:${operation} ${by}`, { on: `${service}:${operation}`, by });
  }
  return [...found.values()];
}
