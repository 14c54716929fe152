import { KubeferryError, type Problem } from '../errors.ts';
import { aksProblems } from './aks-problems.ts';
import { backupProblems } from './backup-problems.ts';
import { bareMaps } from './bare-maps.ts';
import { beyondSelection } from './beyond-selection.ts';
import { captureProblems } from './capture-problems.ts';
import { cutOverProblems } from './cut-over-problems.ts';
import { pastMasking, withoutUnmasked } from './masking.ts';
import { MEANT_BY_MIGRATE } from './migration.ts';
import { isRoleArn } from './named-arns.ts';
import { namespaceProblems } from './namespace-problems.ts';
import { outsideProblems } from './outside-problems.ts';
import { beyondPace } from './pace.ts';
import { aboutPreset, presetProblems, setsOf } from './presets/presets.ts';
import { problemsOf } from './problems-of.ts';
import { quiesces } from './quiesces.ts';
import { Request } from './request.ts';
import type { NewCluster, Route } from './route.ts';
import { rulesOfBoth } from './rules-of-both.ts';
import { beyondTargetNamespaces } from './target-limits.ts';
import { withVeleroClasses } from './velero-classes.ts';
import { isRecord, withDefaults } from './with-defaults.ts';
import { withWorkloadsNamespace, workloadProblems } from './workload-selection.ts';

/** Step Functions' console and SDKs put this beside the input of nested runs; it is no part of a request. */
const LINK = 'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID';

/** What of a route a request is checked against. */
type ParsedRoute = Pick<
  Route,
  'name' | 'defaults' | 'limits' | 'mayQuiesce' | 'mayAddRules' | 'mayCapture' | 'approval' | 'pace' | 'masking'
> & {
  source?: Pick<Route['source'], 'region' | 'kind'>;
  target?: Pick<Route['target'], 'create' | 'cluster' | 'kind'> & { region?: string };
};

/**
 * The request over the route's defaults, and these over what the preset sets. Throws InvalidRequest with every mistake at once, each with its path,
 * what was given, and what is allowed. Nothing was touched then.
 */
export function parseRequest(input: unknown, route: ParsedRoute): Request {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw invalid(route.name, [
      { at: '', message: `The input must be a JSON object such as {}, not ${JSON.stringify(input)}.` },
    ]);
  }
  const { [LINK]: _, ...given } = input as Record<string, unknown>;
  const unsafe = keysNamedProto(given);
  if (unsafe.length > 0) throw invalid(route.name, unsafe);
  const said = saidBy(given, meantBy(given, route.defaults));
  const whole = withMeant(withDefaults(meantBy(given, setsOf(said.preset)), said));
  const parsed = Request.safeParse(whole);
  if (!parsed.success) throw invalid(route.name, problemsOf(parsed.error, Request, whole));
  // Before anything is looked up in it.
  const request = withWorkloadsNamespace(bareMaps(parsed.data));
  const problems = [
    ...beyondRoute(request, route, given),
    ...cutOverProblems(request, route),
    ...captureProblems(request, route),
    ...backupProblems(request, route),
    ...pastMasking(request, route),
    ...beyondSelection(request),
    ...workloadProblems(request),
    ...presetProblems(request, route),
  ];
  if (problems.length > 0) throw invalid(route.name, aboutDefaultTtl(aboutPreset(problems, said), given, route));
  const approval = request.approval || (route.approval === 'required' && request.mode !== 'capture');
  const own = withoutUnmasked({ ...request, approval }, route.masking);
  return bareMaps(withVeleroClasses(withMap(own, route.target?.create?.map ?? {})));
}

/** A schema does not see them, since assigning `__proto__` sets a prototype; nothing that a request names is called so. */
function keysNamedProto(value: unknown, at: string[] = []): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === '__proto__'
      ? [{ at: [...at, key].join('.'), message: 'There is no such field, and no name is written so.' }]
      : keysNamedProto(each, [...at, key]),
  );
}

/** What the route maps for a new cluster means the same in the objects; the request has the last word. */
function withMap(request: Request, map: NewCluster['map']): Request {
  // Ids of Azure are what a new cluster is made with; objects name identities by their client ids.
  const pairs = Object.entries(map).filter(
    (pair): pair is [string, string] => pair[1] !== null && !pair[1].startsWith('/subscriptions/'),
  );
  if (pairs.length === 0) return request;
  // Client ids of workload identities are UUIDs.
  const isIdentity = (from: string) => isRoleArn(from) || UUID.test(from);
  const part = (roles: boolean) => Object.fromEntries(pairs.filter(([from]) => isIdentity(from) === roles));
  const { mappings } = request;
  return {
    ...request,
    mappings: {
      ...mappings,
      roles: { ...part(true), ...mappings.roles },
      arns: { ...part(false), ...mappings.arns },
    },
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function invalid(route: string, problems: Problem[]): KubeferryError {
  const list = problems.map(({ at, message }) => (at ? `${at}: ${message}` : message)).join(' ');
  return new KubeferryError(
    'InvalidRequest',
    `The request on route "${route}" has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}; nothing was touched. ${list}`,
    { problems },
  );
}

/** No request can leave out what the defaults of its route set: the way out is another one there. */
const aboutDefaultTtl = (problems: Problem[], given: Record<string, unknown>, { name, defaults }: ParsedRoute) =>
  given.ttl === undefined && defaults.ttl !== undefined
    ? problems.map(({ at, message }) => {
        if (at !== 'ttl') return { at, message };
        const wayOut = `It is set by the defaults of route "${name}" (${defaults.ttl}): do this on a route without it.`;
        return { at, message: `${message} ${wayOut}` };
      })
    : problems;

/** What a route sets for its clones says nothing about a capture, nor how its source is quiesced about a clone of one. */
function meantBy({ mode, source }: Record<string, unknown>, defaults: Record<string, unknown>) {
  const { selection, quiesce, capture } = defaults;
  if (mode === 'capture') return Object.fromEntries(Object.entries({ selection, quiesce, capture }).filter(isSaid));
  if (!isRecord(source) || source.capture === undefined) return defaults;
  const { quiesce: _, cutOver: __, migrate: ___, ...others } = defaults;
  return others;
}

/** Who asks for a migration in rounds need not say what it takes. */
const withMeant = (whole: unknown): unknown =>
  isRecord(whole) && whole.migrate !== undefined ? withDefaults(MEANT_BY_MIGRATE, whole) : whole;

const isSaid = ([, value]: [string, unknown]) => value !== undefined;

function saidBy(given: Record<string, unknown>, defaults: Record<string, unknown>): Record<string, unknown> {
  const said = withDefaults(chosenOver(defaults, given), given) as Record<string, unknown>;
  const rules = rulesOfBoth(given.rules, defaults.rules);
  return rules === undefined ? said : { ...said, rules };
}

/** Who names namespaces does not mean all, and who says all does not mean those of the defaults. */
function chosenOver(
  defaults: Record<string, unknown>,
  { selection }: Record<string, unknown>,
): Record<string, unknown> {
  if (!isRecord(defaults.selection) || !isRecord(selection)) return defaults;
  const { namespaces, allNamespaces, ...rest } = defaults.selection;
  const isWorkload = typeof selection.workload === 'string';
  const listed = Array.isArray(selection.namespaces) && selection.namespaces.length > 0;
  return {
    ...defaults,
    selection: {
      ...rest,
      ...(namespaces !== undefined && selection.allNamespaces !== true && !isWorkload ? { namespaces } : {}),
      ...(allNamespaces !== undefined && !listed && !isWorkload ? { allNamespaces } : {}),
    },
  };
}

function beyondRoute(request: Request, route: ParsedRoute, given: Record<string, unknown>): Problem[] {
  const problems: Problem[] = [];
  if (given.approval === false && route.approval === 'required') {
    problems.push({
      at: 'approval',
      message: `Route "${route.name}" asks for an approval of every clone, which no request can leave out.`,
    });
  }
  if (request.ttl && request.onConflict === 'update') {
    problems.push({
      at: 'ttl',
      message:
        'A clone with a time to live cannot update what is there: the next run would update objects that this one removes. Leave ttl out, or clone into a namespace of its own with "onConflict": "fail".',
    });
  }
  if (request.target.createCluster && !route.target?.create) {
    problems.push({
      at: 'target.createCluster',
      message: `Route "${route.name}" does not say of what its cluster is made; give it target.create in kubeferry.config.ts, or create the cluster first.`,
    });
  }
  if (request.target.createCluster && route.source?.kind === 'kubernetes') {
    problems.push({
      at: 'target.createCluster',
      message: `A cluster is made from what EKS or AKS says of the source, and that of route "${route.name}" is none of them; make the cluster first, and leave it out.`,
    });
  }
  problems.push(...aksProblems(request, route));
  problems.push(...beyondTargetNamespaces(request, route), ...beyondPace(request.pace, route.pace, route.name));
  if (!route.mayQuiesce && quiesces(request.quiesce)) {
    problems.push({
      at: 'quiesce',
      message: `Route "${route.name}" keeps the source read-only (mayQuiesce is off), so nothing can be scaled or run there.`,
    });
  }
  if (request.driftOf !== undefined && request.mode !== 'plan') {
    problems.push({ at: 'driftOf', message: 'Only a plan compares a clone with its source; it changes nothing.' });
  }
  if (given.rules !== undefined && !route.mayAddRules) {
    problems.push({
      at: 'rules',
      message: `Route "${route.name}" takes no rules from requests (mayAddRules is off); those of its defaults hold for every run.`,
    });
  }
  problems.push(...outsideProblems(given, request, route));
  problems.push(...namespaceProblems(request, route));
  return problems;
}
