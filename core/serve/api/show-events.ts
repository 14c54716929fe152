import type { RunDetails } from '../../base/ports/runs.ts';
import { attemptsOf } from '../../execute/undo/attempts.ts';
import { type Cursor, cursorOf, readCursor } from './event-cursor.ts';
import { LOGGED, saidOnce, type ToldEvent, tellEvents } from './event-lines.ts';
import { EventsQuery } from './event-schemas.ts';
import { isOfOthers, runOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer } from './problem.ts';
import { type ApiRequest, type ApiTools, mistakes, queryOf } from './request.ts';

/**
 * What happened in a run, from the histories of its execution, of those that it started, and of those that ended it
 * afterwards: in order of time, a page at a time. `next` is where to go on, also when more is still to come.
 */
export async function showEvents(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  const { limit, next } = queryOf(request, EventsQuery);
  const seen = next === undefined ? {} : readCursor(next);
  if (!seen) {
    const message = `"${next}" is not the next of an answer: leave it out to begin with the first event.`;
    throw mistakes([{ at: 'query.next', message }], 'nothing was read');
  }
  const ended = (await isOfOthers(tools, run, request.labels.route ?? '')) ? [] : (['roll-back', 'clean-up'] as const);
  const after = await Promise.all(ended.map((what) => attemptsOf(what, tools.runs, run.name)));
  const told = await Promise.all([run, ...after.flat()].map((each) => eventsOf(each, tools)));
  const fresh = saidOnce(told.flat()).filter(({ execution, id }) => id > (seen[execution] ?? 0));
  const page = fresh.slice(0, limit);
  return jsonAnswer(200, {
    id: run.name,
    route: request.labels.route,
    status: run.status,
    events: page.map(({ id: _, execution: __, ...event }) => event),
    next: cursorOf(advanced(seen, page)),
    more: fresh.length > page.length,
  });
}

/** Those of an execution and of whatever it started, as far as their machines are followed. */
async function eventsOf(run: Pick<RunDetails, 'machine' | 'name'>, tools: ApiTools): Promise<ToldEvent[]> {
  const history = await tools.runs.history(run);
  const children = history.flatMap(({ child }) => (child && LOGGED.includes(child.machine) ? [child] : []));
  const below = await Promise.all(children.map((child) => eventsOf(child, tools)));
  return [...tellEvents(run, history), ...below.flat()];
}

function advanced(seen: Cursor, page: readonly ToldEvent[]): Cursor {
  const after = { ...seen };
  for (const { execution, id } of page) after[execution] = Math.max(after[execution] ?? 0, id);
  return after;
}
