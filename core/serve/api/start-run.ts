import { createHash } from 'node:crypto';
import { KubeferryError, type Problem } from '../../base/errors.ts';
import type { RunKey } from '../../base/ports/runs.ts';
import { parseRequest } from '../../base/request/parse-request.ts';
import type { Route } from '../../base/request/route.ts';
import { keepAsker } from '../../base/run/asked-by.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { machineName } from '../../base/run/names.ts';
import { sayOlder } from '../route-stack.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import { type ApiRequest, type ApiTools, bodyOf, mistakes, routeOf } from './request.ts';

type Mode = Clone['mode'];

/** Where each is started; a capture is followed among the clones. */
const FOLDERS: Record<Mode, string> = { plan: 'plans', clone: 'clones', capture: 'captures' };

/** The operations that start another one. */
const others = (mode: Mode, route: string) =>
  [
    ...(mode === 'plan' ? [] : [`POST /routes/${route}/plans`]),
    ...(mode === 'clone' ? [] : [`POST /routes/${route}/clones`]),
    ...(mode === 'capture' ? [] : [`POST /routes/${route}/captures`]),
  ].join(' and ');

const LONGEST_KEY = 255;

/**
 * Starts a plan or a clone. The request is checked whole before an execution starts. The same Idempotency-Key on the
 * same route is the same run, also when that run is over; with another request it is refused.
 */
export async function startRun(mode: Mode, request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const route = routeOf(tools, request);
  const input = checked(mode, request, route);
  const key = request.headers['idempotency-key'];
  const run = {
    machine: machineName(route.name),
    name: key === undefined ? `${mode}-${tools.newId()}` : nameFor(mode, route.name, key),
  };
  await keepAsker(tools.store, run.name, request.caller);
  const taken = (await tools.runs.start(run, input)) === 'taken';
  const status = taken ? await sameRun(run, input, tools) : 'RUNNING';
  const folder = mode === 'plan' ? FOLDERS.plan : FOLDERS.clone;
  const location = `/routes/${route.name}/${folder}/${run.name}`;
  const note = await older(route.name, tools);
  return jsonAnswer(202, { id: run.name, route: route.name, status, ...(note ? { note } : {}) }, { location });
}

/** A look that fails holds up no run: the doctor says why. */
async function older(route: string, { routeStack }: ApiTools): Promise<string | undefined> {
  const stack = routeStack?.(route);
  return stack?.version().then(
    (version) => sayOlder(route, stack, version),
    () => undefined,
  );
}

/** Every mistake of body and headers at once. */
function checked(mode: Mode, request: ApiRequest, route: Route): Record<string, unknown> {
  const body = bodyOf(request);
  const problems: Problem[] = [];
  const key = request.headers['idempotency-key'];
  if (key !== undefined && (key.length < 1 || key.length > LONGEST_KEY)) {
    problems.push({ at: 'header.Idempotency-Key', message: `It must have 1 to ${LONGEST_KEY} characters.` });
  }
  if ('mode' in body && body.mode !== mode) {
    problems.push({
      at: 'mode',
      message: `The path says the mode, which is "${mode}" here; the others are ${others(mode, route.name)}.`,
    });
  }
  const input = { ...body, mode };
  try {
    parseRequest(input, route);
  } catch (error) {
    if (!(error instanceof KubeferryError)) throw error;
    problems.push(...error.problems);
  }
  if (problems.length > 0) throw mistakes(problems);
  return input;
}

/** Records are kept by name alone, so that no two routes may come to the same one. */
function nameFor(mode: Mode, route: string, key: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([route, mode, key]))
    .digest('hex');
  return `${mode}-${hash.slice(0, 32)}`;
}

async function sameRun(run: RunKey, input: unknown, { runs }: ApiTools) {
  const earlier = await runs.describe(run);
  if (earlier && sorted(earlier.input) === sorted(input)) return earlier.status;
  throw new Refusal(
    'key-used-otherwise',
    `Run ${run.name} was started with this Idempotency-Key and another request; nothing was started. Send a new key.`,
  );
}

/** The order of an object's members says nothing. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
