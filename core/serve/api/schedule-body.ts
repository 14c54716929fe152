import { nextTime } from '../../../time/next-time.ts';
import { parseScheduleExpression } from '../../../time/schedule-expression.ts';
import { KubeferryError, type Problem } from '../../base/errors.ts';
import { parseRequest } from '../../base/request/parse-request.ts';
import { problemsOf } from '../../base/request/problems-of.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import { Schedule } from '../../base/request/schedule.ts';
import { secondRunProblems } from '../../base/run/second-run.ts';
import { mistakes } from './request.ts';

/** The schedule of a body, checked as one of `kubeferry.config.ts` is. Throws every mistake at once, those of its request too. */
export function scheduleOf(body: Record<string, unknown>, route: Route, now: Date): Schedule {
  const { data, error } = Schedule.safeParse(body);
  const problems = error ? problemsOf(error, Schedule, body) : pastProblems(data, now);
  problems.push(
    ...requestProblems(body.request, route, (request) => (data ? secondRunProblems(data, request, now) : [])),
  );
  if (problems.length > 0) throw mistakes(problems, 'nothing was changed');
  return data!;
}

function requestProblems(request: unknown, route: Route, more: (request: Request) => Problem[]): Problem[] {
  // What is no object at all is reported by the schedule's own schema.
  if (request !== undefined && (typeof request !== 'object' || request === null || Array.isArray(request))) return [];
  const placed = ({ at, message }: Problem) => ({ at: at ? `request.${at}` : 'request', message });
  try {
    return more(parseRequest(request ?? {}, route)).map(placed);
  } catch (error) {
    if (!(error instanceof KubeferryError)) throw error;
    return error.problems.map(placed);
  }
}

/** One that is switched off may have no time any more: so it is kept for its request. */
function pastProblems({ expression, timeZone, enabled }: Schedule, now: Date): Problem[] {
  if (!enabled || nextTime(parseScheduleExpression(expression), timeZone, { after: now, madeAt: now })) return [];
  const message = `"${expression}" in ${timeZone} has no time left: now is ${now.toISOString()}.`;
  return [{ at: 'expression', message }];
}
