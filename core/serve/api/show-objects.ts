import { isOver, type RunDetails } from '../../base/ports/runs.ts';
import { keysOf, type ObjectListKeys } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import type { Facets } from '../../plan/objects/facets.ts';
import { type Position, readObjects } from '../../plan/objects/read-objects.ts';
import { runOf } from './find-run.ts';
import { ObjectsQuery } from './object-schemas.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import { type ApiRequest, type ApiTools, mistakes, queryOf } from './request.ts';

/** A function answers at most 6 MB, with the body as text within JSON. */
const MOST_CHARACTERS = 3_000_000;

type Listed = 'plan' | 'run';

/** The objects of a plan, or of the plan that a clone began with, with every field that changes. */
export const showPlanObjects = (request: ApiRequest, tools: ApiTools) => showObjects(['plan'], request, tools);

/** The objects of a run with what came of each; until that is known, those of its plan. */
export const showRunObjects = (request: ApiRequest, tools: ApiTools) => showObjects(['run', 'plan'], request, tools);

async function showObjects(lists: readonly Listed[], request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  const { limit, next, ...filter } = queryOf(request, ObjectsQuery);
  const from = next === undefined ? { list: undefined, shard: 0, at: 0 } : readNext(next);
  const { route } = request.labels;
  for (const list of lists.filter((each) => from.list === undefined || from.list === each)) {
    const keys = listKeys(run, list);
    const facets = await findRecord<Facets>(tools.store, keys.facets);
    if (!facets || facets.route !== route) continue;
    const page = await readObjects(tools.store, keys, facets, { filter, limit, from, size: MOST_CHARACTERS });
    return jsonAnswer(200, {
      id: run.name,
      route,
      of: list,
      objects: page.objects,
      ...(next === undefined ? { facets: { objects: facets.objects, ...facets.counts } } : {}),
      ...(page.next ? { next: nextOf(list, page.next) } : {}),
    });
  }
  throw notThere(run, route ?? '');
}

const listKeys = ({ name }: RunDetails, list: Listed): ObjectListKeys =>
  list === 'plan' ? keysOf(name).planObjects : keysOf(name).reportObjects;

/** The list is part of it: when a run ends in the middle of somebody's reading, the rest is still of the same list. */
const nextOf = (list: Listed, { shard, at }: Position) => `${list}.${shard}.${at}`;

function readNext(next: string): Position & { list: Listed } {
  const [, list, shard, at] = /^(plan|run)\.(\d{1,6})\.(\d{1,6})$/.exec(next) ?? [];
  if (list) return { list: list as Listed, shard: Number(shard), at: Number(at) };
  const message = `"${next}" is not the next of an answer: leave it out to begin with the first object.`;
  throw mistakes([{ at: 'query.next', message }], 'nothing was read');
}

function notThere(run: RunDetails, route: string): Refusal {
  const why = isOver(run)
    ? 'it ended before its plan was made, or an earlier version made it'
    : 'its plan is still being made';
  return new Refusal(
    'not-found',
    `Run ${run.name} has no list of objects: ${why}. GET /routes/${route}/clones/${run.name} says how it stands.`,
  );
}
