import type { ObjectStore } from '../../base/ports/object-store.ts';
import { toHundredths } from '../../plan/cost/usage.ts';
import { costsOf, monthOf } from '../../reporting/cost/cost-entries.ts';
import { CostsQuery, type CostsView, type MonthView } from './cost-schemas.ts';
import { type ApiAnswer, jsonAnswer } from './problem.ts';
import { type ApiRequest, type ApiTools, queryOf, routeOf } from './request.ts';

const PAST_GOOD_FOR_MS = 10 * 60_000;

export async function listCosts(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const { name: route } = routeOf(tools, request);
  const { months } = queryOf(request, CostsQuery);
  const look = (month: string) => costsOfMonth(tools.store, route, month);
  const [current = '', ...past] = latestMonths(request.at, months);
  const looks = [
    look(current),
    // A report that is written again may still change them.
    ...past.map((month) => tools.memory.during(PAST_GOOD_FOR_MS, `costs ${route} ${month}`, () => look(month))),
  ];
  const view: CostsView = { route, months: await Promise.all(looks) };
  return jsonAnswer(200, view);
}

export async function costsOfMonth(store: ObjectStore, route: string, month: string): Promise<MonthView> {
  const entries = await costsOf(store, route, month);
  const failed = entries.filter((entry) => entry.failed).length;
  const dollars = entries.reduce((sum, entry) => sum + entry.dollars, 0);
  return { month, clones: entries.length - failed, failed, dollars: toHundredths(dollars) };
}

/** The one of that moment first. */
const latestMonths = (at: Date, count: number): string[] =>
  Array.from({ length: count }, (_, back) =>
    monthOf(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - back, 1)).toISOString()),
  );
