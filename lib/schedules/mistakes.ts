import type * as z from 'zod';
import type { Config } from '../../core/base/request/config.ts';
import { parseRequest } from '../../core/base/request/parse-request.ts';
import type { ScheduleConfig } from '../../core/base/request/schedule.ts';
import { secondRunProblems } from '../../core/base/run/second-run.ts';

/** What is wrong with schedules beyond their own shape: each sentence names the schedule and the way out. */
export function scheduleMistakes({
  schedules,
  routes,
}: Pick<z.output<typeof Config>, 'schedules' | 'routes'>): string[] {
  return schedules.flatMap((schedule, index) => {
    const { name, route: wanted } = schedule;
    const route = routes.find((each) => each.name === wanted);
    const names = routes.map((each) => `"${each.name}"`).join(', ');
    return [
      ...(schedules.findIndex((each) => each.name === name) < index
        ? [`Two schedules are named "${name}": choose another name for one of them.`]
        : []),
      ...(route ? requestMistakes(schedule, route) : [`Schedule "${name}": no route "${wanted}"; there are ${names}.`]),
    ];
  });
}

/** Times repeat from year to year, so that the moment of the synthesis need not make a difference. */
const ANY_TIME = new Date('2026-01-01T00:00:00Z');

function requestMistakes(schedule: ScheduleConfig, route: Parameters<typeof parseRequest>[1]): string[] {
  try {
    const request = parseRequest(schedule.request, route);
    return secondRunProblems(schedule, request, ANY_TIME).map(
      ({ at, message }) => `Schedule "${schedule.name}": request.${at}: ${message}`,
    );
  } catch (error) {
    return [`Schedule "${schedule.name}": ${(error as Error).message}`];
  }
}
