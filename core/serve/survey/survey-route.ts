import { KubeferryError } from '../../base/errors.ts';
import type { ClusterInfo, Clusters } from '../../base/ports/clusters.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { surveyKey } from '../../base/run/keys.ts';
import { memberStackName } from '../../base/run/names.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import { enterCluster, leaveCluster, policiesFor } from '../../execute/entry/access.ts';
import { isBeingCreated } from '../../plan/cluster/is-to-be-created.ts';
import type { Pause } from '../doctor/patience.ts';
import { untilKnown } from '../doctor/patience.ts';
import { isStale, type Survey } from './survey.ts';
import type { TargetView } from './survey-schemas.ts';

export interface SurveyTools {
  store: ObjectStore;
  now: () => Date;
  /** EKS of one end, as the role that runs take there. */
  clusters(side: 'source' | 'target'): Promise<Clusters>;
  /** Looks into the source, once its servers know the role. */
  look(pause: Pause): Promise<Pick<Survey, 'namespaces' | 'partial'>>;
  pause: Pause;
}

/** A visit that was killed keeps its mark in the cluster no longer than this: no function lives so long. */
const LONGEST_VISIT_MS = 20 * 60_000;
const VIEW = { quiesce: { scaleToZero: false, hooks: [] }, selection: { namespaces: [] } };

/** The latest look at the source of a route, or a new one where that is too old or a new one was asked for. */
export async function surveyRoute(visit: Clone, fresh: boolean, tools: SurveyTools): Promise<Survey> {
  const key = surveyKey(visit.route.name);
  const kept = fresh ? undefined : await findRecord<Survey>(tools.store, key);
  if (kept && !isStale(kept, tools.now())) return kept;
  const survey = await takeOne(visit, tools);
  await writeRecord(tools.store, key, survey);
  return survey;
}

async function takeOne(visit: Clone, tools: SurveyTools): Promise<Survey> {
  const clusters = await tools.clusters('source').catch(explainRefusal(visit));
  const [info, target] = await Promise.all([
    clusters.describe(visit.route.source.cluster),
    targetOf(visit.route.target.cluster, tools),
  ]);
  const found = await inside(visit, clusters, tools);
  return { takenAt: visit.startedAt, version: info.version, target, ...found };
}

/** The role of a member that is older than the hub lets in the functions of its own day, and runs may still work. */
function explainRefusal({ route: { name, source } }: Clone) {
  return (error: unknown): never => {
    if (!(error instanceof KubeferryError && error.name === 'AccessDenied')) throw error;
    const stack = memberStackName('source', source.account, source.region);
    throw new KubeferryError(
      'AccessDenied',
      `The hub may not look into ${source.cluster}: the role in account ${source.account} does not let in the function that lists workloads. ` +
        `Deploy its stack again: npx cdk deploy ${stack}, or the link in GET /routes/${name}/members. Until then name namespaces in the request. AWS said: ${error.message}`,
    );
  };
}

/** Enters the source as a run does that only reads, looks, and leaves in any case. */
async function inside(visit: Clone, clusters: Clusters, { store, now, look, pause }: SurveyTools) {
  const access = { clusters, store, now };
  const policies = policiesFor('source', VIEW, visit.route.source.region);
  const until = new Date(Date.parse(visit.startedAt) + LONGEST_VISIT_MS).toISOString();
  try {
    await untilKnown(() => enterCluster(access, visit, 'source', policies, { until }), pause);
    return await look(pause);
  } finally {
    await leaveCluster(access, visit, 'source').catch(unlessBusy);
  }
}

/** It is out either way: a run that changes the entry at this moment looks again before it ends. */
function unlessBusy(error: unknown): void {
  if (!(error instanceof KubeferryError && error.name === 'NotYet')) throw error;
}

/** The target is not entered: whether it is there, EKS says. */
async function targetOf(cluster: string, tools: SurveyTools): Promise<TargetView> {
  try {
    return stateOf(await (await tools.clusters('target')).describe(cluster));
  } catch (error) {
    if (!(error instanceof KubeferryError)) throw error;
    return error.name === 'NotFound' ? { state: 'missing' } : { state: 'unknown', why: error.message };
  }
}

const stateOf = ({ tags, status, version }: ClusterInfo): TargetView => ({
  state: isBeingCreated(tags) || status === 'CREATING' ? 'in-making' : 'there',
  version,
});
