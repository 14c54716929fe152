import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { refText } from '../../../kube/kube-object.ts';
import { KubeferryError, type Problem } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Signer } from '../../base/ports/signer.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { ShardRecord } from '../../base/run/applied.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, readShards, writeRecord } from '../../base/run/records.ts';
import type { LeftFields, LeftObject } from '../../execute/apply/left-fields.ts';
import { enterCluster, leaveCluster, policiesFor } from '../../execute/entry/access.ts';
import type { AccessTools } from '../../execute/entry/access-tools.ts';
import { readDigestKey } from '../../plan/contents/digest-key.ts';
import { supersededOf } from '../../plan/refresh/superseded.ts';
import type { VolumeRecord } from '../../plan/volumes/volume-plan.ts';
import { type Evidence, signed } from '../../reporting/evidence/evidence.ts';
import { verifyEvidence } from '../../reporting/evidence/verify-evidence.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from '../api/problem.ts';
import { type ApiRequest, type RouteTools, routeOf } from '../api/request.ts';
import { visitNamed } from '../doctor/gather.ts';
import { patience, untilKnown } from '../doctor/patience.ts';
import { type Left, type Looked, lookAgain } from './look-again.ts';

export interface CheckCloneTools extends RouteTools {
  store: ObjectStore;
  now(): Date;
  newId(): string;
  sleep(milliseconds: number): Promise<unknown>;
  /** The target of the route, with the role that runs take there. */
  target(visit: Clone): Promise<TargetTools>;
  /** Where the hub signs evidence. */
  signer: Signer | undefined;
}

export interface TargetTools {
  clusters: AccessTools['clusters'];
  storage: Pick<VolumeStorage, 'presentVolumes' | 'presentSnapshots'>;
  open(): Promise<{ api: ClusterApi; awaitAccess: () => Promise<void> }>;
}

/** A visit that was killed keeps its mark in the cluster no longer than this. */
const LONGEST_VISIT_MS = 20 * 60_000;

/**
 * Looks again at what a clone has left: each of its objects with the fields that were applied, its volumes, the snapshots that still exist, and its evidence. Changes
 * nothing but its own way into the target, and keeps what it has found beside the run, signed where the hub signs.
 */
export async function checkClone(request: ApiRequest, tools: CheckCloneTools): Promise<ApiAnswer> {
  const route = routeOf(tools, request);
  const id = request.labels.id ?? '';
  await refuseOthers(tools.store, route.name, id);
  const at = tools.now().toISOString();
  const visit: Clone = { cloneId: visitNamed(tools.newId()), mode: 'plan', route, startedAt: at };
  const left = await leftBy(tools.store, id);
  const looked = await inTarget(visit, tools, left);
  const { problems: wrongEvidence, head } = await lookAtEvidence(tools.store, id);
  const problems = [...looked.problems, ...wrongEvidence];
  const checked = { id, route: route.name, checkedAt: at, checkedBy: request.caller, good: looked.good, problems };
  const evidence = tools.signer && (await sign(tools.signer, checked, head));
  await writeRecord(tools.store, keysOf(id).check(at), evidence ?? checked);
  return jsonAnswer(200, { ...checked, ...(evidence ? { evidence } : {}) });
}

/** A run of another route is none of this one; and of what is rolled back, refreshed, or never stood, nothing is left to look at. */
async function refuseOthers(store: ObjectStore, route: string, id: string): Promise<void> {
  const keys = keysOf(id);
  const isName = /^[0-9A-Za-z_-]{1,80}$/.test(id);
  const record = isName ? await findRecord<{ clone: Clone }>(store, keys.clone) : undefined;
  if (record?.clone.route.name !== route)
    throw new Refusal(
      'not-found',
      `Route "${route}" has no clone "${id}"; GET /routes/${route}/clones lists its runs.`,
    );
  if (await store.get(keys.closed))
    throw new Refusal('not-in-this-state', `Clone ${id} was rolled back: nothing of it is left to check.`);
  const superseded = await supersededOf(store, id);
  if (superseded)
    throw new Refusal(
      'not-in-this-state',
      `Run ${superseded.by} has taken the place of clone ${id}: nothing is as ${id} left it. Check ${superseded.by}.`,
    );
  if (!(await store.get(keys.verified)))
    throw new Refusal('not-in-this-state', `Run ${id} has no clone that was verified: there is nothing to check.`);
}

async function leftBy(store: ObjectStore, id: string): Promise<Left> {
  const keys = keysOf(id);
  const objects: Left['objects'][number][] = [];
  for await (const key of store.list(`${keys.ledger}objects/`)) {
    const shard = await findRecord<ShardRecord>(store, key);
    for (const { ref, uid, result } of shard?.objects ?? [])
      if (result !== 'failed' && result !== 'skipped') objects.push(uid === undefined ? { ref } : { ref, uid });
  }
  const volumes: VolumeRecord[] = [];
  for await (const key of store.list(keys.verifiedVolumes)) {
    const record = await findRecord<VolumeRecord>(store, key);
    if (record) volumes.push(record);
  }
  const fields = new Map<string, LeftFields>();
  for await (const shard of readShards<LeftObject>(store, keys.left))
    for (const each of shard) fields.set(refText(each.ref), each.fields);
  return { objects, volumes, fields, key: await readDigestKey(store) };
}

/** Enters the target as a run does, looks, and leaves in any case. */
async function inTarget(visit: Clone, tools: CheckCloneTools, left: Left): Promise<Looked> {
  const { clusters, storage, open } = await tools.target(visit);
  const access = { clusters, store: tools.store, now: tools.now };
  const pause = patience(tools.sleep);
  const until = new Date(tools.now().getTime() + LONGEST_VISIT_MS).toISOString();
  const policies = policiesFor('target', READS_ONLY, visit.route.target.region);
  try {
    await untilKnown(() => enterCluster(access, visit, 'target', policies, { until }), pause);
    const { api, awaitAccess } = await open();
    await untilKnown(awaitAccess, pause);
    return await lookAgain(left, api, storage);
  } finally {
    await leaveCluster(access, visit, 'target').catch((error) => {
      // A run that changes the entry at this moment looks again before it ends.
      if (!(error instanceof KubeferryError && error.name === 'NotYet')) throw error;
    });
  }
}

const READS_ONLY = { quiesce: { scaleToZero: false, hooks: [] }, selection: { namespaces: [] } };

/** The document of the run's end, where there is one: whether it is as it was signed, and its last link. */
async function lookAtEvidence(store: ObjectStore, id: string): Promise<{ problems: Problem[]; head?: string }> {
  const { evidence: key } = keysOf(id);
  const bytes = await store.get(key);
  if (!bytes) return { problems: [] };
  const { wrong, evidence } = verifyEvidence(Buffer.from(bytes).toString('utf8'));
  const problems = wrong.map((message) => ({ at: key, message }));
  return { problems, ...(evidence ? { head: evidence.statement.head } : {}) };
}

interface Checked {
  id: string;
  route: string;
  checkedAt: string;
  checkedBy: string;
  good: Looked['good'];
  problems: Problem[];
}

/** It names the last link of the run's own evidence, so that the one follows the other. */
const sign = (signer: Signer, checked: Checked, head: string | undefined): Promise<Evidence> =>
  signed(signer, { route: checked.route, run: checked.id, signedAt: checked.checkedAt }, [
    { what: 'checked', body: { ...checked, after: head } },
  ]);
