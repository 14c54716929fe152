import { table } from '../table.ts';
import { resultOf } from './result-words.ts';
import type { ShownSchedule } from './schedule-flags.ts';

export function printSchedules(schedules: ShownSchedule[]): string {
  const rows = schedules.map((each) => [
    ...[each.name, each.expression, each.timeZone, lastOf(each), nextOf(each), each.origin],
  ]);
  return `${table(['name', 'when', 'zone', 'last', 'next', 'made by'], rows)}\n`;
}

export function printSchedule(schedule: ShownSchedule): string {
  const { name, route, expression, timeZone, windowMinutes, overlap, origin, request, runs = [] } = schedule;
  const times = schedule.enabled ? schedule.next.join(', ') || 'no time any more' : 'paused';
  const rows = runs.map((run) => [run.scheduledTime, run.id, resultOf(run), run.notDue ?? run.failure?.sentence ?? '']);
  return [
    `${name} on ${route}: ${expression}, ${timeZone}${windowMinutes ? `, within ${windowMinutes} minutes` : ''}`,
    `  next: ${times}`,
    `  overlap: ${overlap}; made by: ${origin}`,
    `  request: ${JSON.stringify(request)}`,
    ...(rows.length > 0 ? ['', table(['time', 'run', 'result', ''], rows)] : []),
    '',
  ].join('\n');
}

/** `succeeded, 2026-11-22T02:00:00Z`: how the latest time ended, and which one it was. */
const lastOf = ({ last }: ShownSchedule) => (last ? `${resultOf(last)}, ${last.scheduledTime}` : '–');

const nextOf = ({ enabled, next }: ShownSchedule) => (enabled ? (next[0] ?? 'never') : 'paused');
