import type { z } from 'zod';
import type { Config } from '../../core/clone/config.ts';
import { parseRequest } from '../../core/clone/parse-request.ts';

/** What is wrong with schedules beyond their own shape: each sentence names the schedule and the way out. */
export function scheduleMistakes({
  schedules,
  routes,
}: Pick<z.output<typeof Config>, 'schedules' | 'routes'>): string[] {
  return schedules.flatMap(({ name, route: wanted, request }, index) => {
    const route = routes.find((each) => each.name === wanted);
    const names = routes.map((each) => `"${each.name}"`).join(', ');
    return [
      ...(schedules.findIndex((each) => each.name === name) < index
        ? [`Two schedules are named "${name}": choose another name for one of them.`]
        : []),
      ...(route
        ? requestMistakes(name, request, route)
        : [`Schedule "${name}": no route "${wanted}"; there are ${names}.`]),
    ];
  });
}

function requestMistakes(name: string, request: unknown, route: Parameters<typeof parseRequest>[1]): string[] {
  try {
    parseRequest(request, route);
    return [];
  } catch (error) {
    return [`Schedule "${name}": ${(error as Error).message}`];
  }
}
