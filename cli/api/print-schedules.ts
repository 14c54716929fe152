import { table } from '../table.ts';
import type { ShownSchedule } from './schedule-flags.ts';

export function printSchedules(schedules: ShownSchedule[]): string {
  const rows = schedules.map((each) => [each.name, each.expression, each.timeZone, nextOf(each), each.origin]);
  return `${table(['name', 'when', 'zone', 'next', 'made by'], rows)}\n`;
}

export function printSchedule(schedule: ShownSchedule): string {
  const { name, route, expression, timeZone, windowMinutes, overlap, origin, request, runs = [] } = schedule;
  const times = schedule.enabled ? schedule.next.join(', ') || 'no time any more' : 'paused';
  const rows = runs.map(({ scheduledTime, id, status, notDue = '' }) => [scheduledTime, id, status, notDue]);
  return [
    `${name} on ${route}: ${expression}, ${timeZone}${windowMinutes ? `, within ${windowMinutes} minutes` : ''}`,
    `  next: ${times}`,
    `  overlap: ${overlap}; made by: ${origin}`,
    `  request: ${JSON.stringify(request)}`,
    ...(rows.length > 0 ? ['', table(['time', 'run', 'status', ''], rows)] : []),
    '',
  ].join('\n');
}

const nextOf = ({ enabled, next }: ShownSchedule) => (enabled ? (next[0] ?? 'never') : 'paused');
