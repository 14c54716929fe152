import { KubeferryError } from '../../base/errors.ts';
import type { Concurrency } from '../../base/ports/concurrency.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { enterCluster, leaveCluster, policiesFor } from '../../execute/entry/access.ts';
import type { AccessTools } from '../../execute/entry/access-tools.ts';
import type { RouteStack } from '../route-stack.ts';
import type { EndTools } from './end-tools.ts';
import { after, type Fact, fact } from './fact.ts';
import type { EndFacts, RouteFacts, Side } from './facts.ts';
import { findOutlived } from './find-outlived.ts';
import { classKeysOf, keyUseOf } from './key-use.ts';
import { lookAtBackups } from './look-at-backups.ts';
import { lookAtRepositories } from './look-at-repositories.ts';
import { patience, untilKnown } from './patience.ts';

export interface DoctorTools {
  store: ObjectStore;
  /** Takes the role; throws AccessDenied or WrongAccount. */
  take(side: Side): Promise<EndTools>;
  versions: Record<Side, string>;
  /** The stack that the route is in, where that is not the hub's. */
  routeStack?: RouteStack | undefined;
  now: () => Date;
  sleep(milliseconds: number): Promise<unknown>;
  /** Of the functions of the hub. */
  concurrency(): Promise<Concurrency>;
  undelivered(): Promise<number>;
}

/** A visit that was killed keeps its mark in the cluster no longer than this: no function lives so long. */
const LONGEST_VISIT_MS = 20 * 60_000;
const VISIT = 'doctor-';

/** Name of a visit, by which it enters clusters beside the runs. */
export const visitNamed = (id: string) => `${VISIT}${id}`;

/** Looks at everything that a run on the route needs. Whatever fails is a fact, too: nothing is thrown. */
export async function gatherFacts(visit: Clone, tools: DoctorTools): Promise<RouteFacts> {
  const [source, target, concurrency, undelivered, expired] = await Promise.all([
    gatherSource(visit, tools),
    gatherEnd('target', visit, tools),
    fact(() => tools.concurrency()),
    fact(() => tools.undelivered()),
    fact(() => findOutlived(tools.store, visit.route.name, visit.startedAt)),
  ]);
  const { facts, kept } = source;
  const routeStack = await gatherRouteStack(tools);
  const { versions } = tools;
  return { source: facts, target: target.facts, ...kept, versions, ...routeStack, concurrency, undelivered, expired };
}

async function gatherRouteStack({ routeStack }: DoctorTools): Promise<Pick<RouteFacts, 'routeStack'>> {
  if (!routeStack) return {};
  const { name, hub, version } = routeStack;
  return { routeStack: { name, hub, version: await fact(version) } };
}

/** The source with what is kept of it: repositories of files, and the backups that a route begins at. */
async function gatherSource(visit: Clone, tools: DoctorTools) {
  const { facts, end } = await gatherEnd('source', visit, tools);
  return { facts, kept: await gatherKept(visit, end) };
}

async function gatherKept(
  { route, startedAt }: Clone,
  end: Fact<EndTools>,
): Promise<Pick<RouteFacts, 'backups' | 'repositories'>> {
  const { source, repositories = {} } = route;
  const missing = 'The role of the source could not be taken, so this was not looked at.';
  const files = 'value' in end ? end.value.files : undefined;
  if (source.kind !== 'velero') return files ? { repositories: await lookAtRepositories(repositories, files) } : {};
  const place = files?.backups;
  return {
    ...(files ? { repositories: await lookAtRepositories(repositories, files) } : {}),
    backups:
      files && place
        ? await fact(() => lookAtBackups(source.backups, startedAt, { ...files, place }))
        : { notAsked: missing },
  };
}

async function gatherEnd(side: Side, visit: Clone, tools: DoctorTools) {
  const { cluster: name, kmsKeyArn } = { kmsKeyArn: '', ...visit.route[side] };
  const end = await fact(() => tools.take(side));
  const isBackups = side === 'source' && visit.route.source.kind === 'velero';
  const missing = `The role of the ${side} could not be taken, so this was not looked at.`;
  const ask = <T>(look: (tools: EndTools) => Promise<T>) => after(end, look, missing);
  const [version, cluster, rights, key, quotas, usage] = await Promise.all([
    ask((each) => each.version()),
    isBackups ? NO_CLUSTER : ask((each) => each.clusters.describe(name)),
    ask((each) => each.rights.tryOut()),
    kmsKeyArn === '' ? NO_KEY : ask((each) => each.keys.describeKey(kmsKeyArn)),
    side === 'target' ? ask((each) => each.quotas()) : NO_KEY,
    side === 'target' ? ask((each) => each.usage()) : NO_KEY,
  ]);
  const role = 'value' in end ? { value: end.value.caller } : end;
  const visited = 'value' in end ? await visitCluster(end.value, side, visit, tools, cluster) : NOT_VISITED(missing);
  const keyUse = await keyUseOf(key, visit, end);
  const classKeys = side === 'target' ? await classKeysOf(visited.inside, visit, end) : NO_KEY;
  return { end, facts: { role, version, cluster, rights, key, keyUse, classKeys, quotas, usage, ...visited } };
}

const NO_CLUSTER = { notAsked: 'The route begins at backups, so that no cluster is asked.' };

/** A source encrypts nothing. */
const NO_KEY = { notAsked: 'Only a target has a key.' };

const NOT_VISITED = (notAsked: string): Pick<EndFacts, 'entry' | 'inside'> => ({
  entry: { notAsked },
  inside: { notAsked },
});

/** Enters as a run does, looks, and leaves in any case. */
async function visitCluster(
  end: EndTools,
  side: Side,
  visit: Clone,
  { store, now, sleep }: DoctorTools,
  cluster: EndFacts['cluster'],
): Promise<Pick<EndFacts, 'entry' | 'inside'>> {
  const { cluster: name } = visit.route[side];
  if (!('value' in cluster)) return NOT_VISITED(`Nothing is known of cluster "${name}", so it was not entered.`);
  if (cluster.value.status !== 'ACTIVE') return NOT_VISITED(`Cluster "${name}" is ${cluster.value.status}.`);
  if (cluster.value.authenticationMode === 'CONFIG_MAP')
    return NOT_VISITED(`Cluster "${name}" takes no access entries, so it was not entered.`);
  const access = { clusters: end.clusters, store, now };
  const until = new Date(Date.parse(visit.startedAt) + LONGEST_VISIT_MS).toISOString();
  const policies = policiesFor(side, READS_ONLY, visit.route[side].region);
  const pause = patience(sleep);
  const entered = await fact(() => untilKnown(() => enterCluster(access, visit, side, policies, { until }), pause));
  const inside = await after(entered, () => end.lookInside(pause), `Cluster "${name}" could not be entered.`);
  const left = await fact(() => leaveSoon(access, visit, side));
  const entry: Fact<void> = 'failure' in entered || !('failure' in left) ? entered : left;
  return { entry, inside };
}

const READS_ONLY = { quiesce: { scaleToZero: false, hooks: [] }, selection: { namespaces: [] } };

/** It is out either way: a run that changes the entry at this moment looks again before it ends. */
async function leaveSoon(access: AccessTools, visit: Clone, side: Side): Promise<void> {
  await leaveCluster(access, visit, side).catch((error) => {
    if (!(error instanceof KubeferryError && error.name === 'NotYet')) throw error;
  });
}
