import type { Finding } from '../../kube/finding.ts';
import type { KubeObject, ObjectRef } from '../../kube/kube-object.ts';
import { KubeferryError } from '../base/errors.ts';
import { keysOf, plannedKey } from '../base/run/keys.ts';
import { readShards, writeRecord } from '../base/run/records.ts';
import { brings } from '../base/strategies.ts';
import type { ClusterFacts, SourceIndex, TargetVolume, TranslationContext } from '../translate/context.ts';
import { exportedObjects } from '../translate/exported-objects.ts';
import { targetClassName } from '../translate/storage-class-map.ts';
import { classKeyFindings } from './class-key-findings.ts';
import { plannedFacts } from './cluster/planned-facts.ts';
import { readClusterFacts } from './cluster/read-facts.ts';
import { readNetworkPolicy } from './cluster/read-network-policy.ts';
import { findConflicts } from './conflicts.ts';
import { keepContents } from './contents/contents.ts';
import { digestKey } from './contents/digest-key.ts';
import { alreadyCutOver, cutOverFindings } from './cut-over-findings.ts';
import { findEmpty } from './empty-selection.ts';
import { brokenApi } from './export/broken-api.ts';
import { type Export, exportManifests } from './export/export-manifests.ts';
import { boundRequest, headingOf } from './heading.ts';
import type { PlanInputs } from './inputs.ts';
import { findKeptClaims } from './kept-claims.ts';
import { keyFindings } from './key-findings.ts';
import { beyondLimits, beyondTargets } from './limits.ts';
import { lookAtTarget } from './look-at-target.ts';
import { mappedNames } from './mapped-names.ts';
import { keepObjects } from './objects/keep-objects.ts';
import { withFindings } from './objects/with-findings.ts';
import { ownRulesFindings, plannedRules } from './own-rules.ts';
import { pacedBy } from './pace/paced-by.ts';
import { tooSlow } from './pace/too-slow.ts';
import { blockersOf, type Plan, sealPlan } from './plan.ts';
import { planNewCluster } from './plan-new-cluster.ts';
import { planObjects } from './plan-objects.ts';
import { readReactions } from './quiesce/read-reactions.ts';
import { quiesceFindings } from './quiesce-findings.ts';
import { findUnchangeable } from './refresh/find-unchangeable.ts';
import { findFormerMembers } from './refresh/former-members.ts';
import { planRefresh, type RefreshPlan } from './refresh/plan-refresh.ts';
import { sizeOf } from './run-size.ts';
import { tellBlockers } from './tell-blockers.ts';
import { targetVolume, translationContext } from './translation-context.ts';
import { namesOnce } from './verdict/names-once.ts';
import { decideVolumes } from './volumes/decide-volumes.ts';
import type { PlannedVolume } from './volumes/volume-plan.ts';

/**
 * Decides a whole run and changes nothing: exports beside the run, reads both clusters' facts, chooses each volume's way,
 * runs the rules, and looks at what the target has already. Writes plan.json, and each object with its changes beside it.
 */
export async function planClone(given: PlanInputs): Promise<Plan> {
  const inputs = {
    ...given,
    target: 'api' in given.target ? { ...given.target, api: namesOnce(given.target.api) } : given.target,
  };
  const { clone, request, store } = inputs;
  const keys = keysOf(clone.cloneId);
  const { api } = inputs.source;
  const source = await sourceFacts(inputs);
  const seen = await targetFacts(inputs, source);
  const madeByRun = 'planned' in inputs.target || inputs.made !== undefined;
  const { planExport: prefix, planIndex: indexKey } = keys;
  const place = { store, prefix, indexKey, served: seen.served, withNodePools: madeByRun };
  const exported = await exportManifests(api, request.selection, place);
  const cluster = await planNewCluster(inputs, exported.index, source.nodeLabels);
  const keptClaims = 'api' in inputs.target ? await findKeptClaims(inputs.target.api, exported.index, request) : {};
  const target = { ...seen, podIdentities: cluster.podIdentities, keptClaims, ...(madeByRun ? { madeByRun } : {}) };
  await writeRecord(store, keys.sourceFacts, source);
  await writeRecord(store, keys.targetFacts, target);

  const { volumes, findings } = await decideVolumes(inputs, exported.index, source, target);
  const context = translationContext({ request, source, target, index: exported.index, volumes: expected(volumes) });
  const key = await digestKey(store, inputs.newKey);
  const names = mappedNames(request.mappings, Object.keys(clone.route.target.create?.map ?? {}));
  const shards = exportedObjects(readShards<KubeObject>(store, keys.planExport), context);
  const look = await lookAtTarget(inputs, target, exported.index);
  const objects = await planObjects(shards, context, key, { names, meet: look?.meet });
  const drift = await look?.drift?.(objects.objects.map(({ ref }) => ref));
  names.add('namespaces', exported.namespaces);
  names.add('zones', [...source.zones, ...volumes.map(({ sourceZone }) => sourceZone)]);
  names.add('roles', exported.index.roleAccounts?.map(({ role }) => role) ?? []);
  const { refresh, conflicts } = await meetTarget(inputs, volumes, objects.targets, exported.namespaces, context);
  const draft = {
    ...headingOf(clone, request, exported.namespaces),
    request: boundRequest(key, request),
    contents: await keepContents(store, clone.cloneId, objects.contents),
    objects: objects.objects,
    ...plannedRules(request.rules ?? { own: [], disable: [] }),
    volumes: refresh?.volumes ?? volumes,
    ...(await pacedBy(inputs, refresh?.volumes ?? volumes)),
    ...(cluster.plan ? { cluster: { ...cluster.plan, nodePools: objects.nodePools } } : {}),
    ...(refresh ? { refresh: refresh.refresh } : {}),
    ...(drift ? { drift: drift.drift } : {}),
    findings: [
      ...cluster.findings,
      ...findings,
      ...withoutEchoes(objects.findings, findings),
      ...(refresh?.findings ?? []),
      ...conflicts,
      ...(look?.findings(objects.targets) ?? []),
      ...(await sourceFindings(inputs, exported, volumes)),
      ...(await keyFindings(inputs.target, clone.route, volumes)),
      ...(await classKeyFindings(inputs.target, clone.route, classesOf(exported.index, target, context))),
      ...names.unmatched(),
      ...ownRulesFindings(request.rules ?? { own: [], disable: [] }, objects.touched),
      ...beyondTargets(clone.route, objects.targets),
      ...findEmpty(request.selection, exported.namespaces, objects.objects, refresh?.refresh),
      ...exported.failed.map(brokenApi),
    ],
  };
  const slow = tooSlow(clone.route.name, draft.pace);
  const limited = [...beyondLimits(clone.route, volumes, sealPlan(draft).dollars), ...slow];
  const plan = sealPlan({ ...draft, findings: [...draft.findings, ...limited] });
  if ('planned' in inputs.target) await writeRecord(store, keys.newCluster, plan.cluster);
  await keepObjects(
    store,
    keys.planObjects,
    clone.route.name,
    drift?.records ?? withFindings(objects.records, plan.findings),
  );
  await writeRecord(store, keys.plan, plan);
  await writeRecord(store, keys.size, sizeOf(plan));
  await writeRecord(store, plannedKey(plan.hash), { cloneId: clone.cloneId });
  return plan;
}

/** Of a cluster as it is now, or as it was when it was kept. */
async function sourceFacts({ source, clone }: PlanInputs): Promise<ClusterFacts> {
  if ('facts' in source) return source.facts;
  return readClusterFacts(source.api, source.info, clone.route.source, async () => []);
}

/** The target's classes that claims of the clone are on. */
function classesOf({ claims }: SourceIndex, { storageClasses }: ClusterFacts, context: TranslationContext) {
  const names = new Set(Object.values(claims).map(({ storageClass }) => targetClassName(storageClass, context)));
  return storageClasses.filter(({ metadata }) => names.has(metadata.name));
}

/** What becomes of the source: it is scaled down, cut over, or was by an earlier run. */
async function sourceFindings(
  { clone, request, source }: PlanInputs,
  { index, namespaces }: Export,
  volumes: PlannedVolume[],
): Promise<Finding[]> {
  const reactions = request.quiesce.scaleToZero ? await readReactions(source.api, request, namespaces) : undefined;
  return [
    ...(reactions ? quiesceFindings(reactions, request, volumes) : []),
    ...cutOverFindings(request, volumes),
    ...alreadyCutOver(index, clone.route.name),
  ];
}

/** What the target has already; a cluster that the run makes has nothing. */
async function meetTarget(
  { clone, request, store, target }: PlanInputs,
  volumes: PlannedVolume[],
  targets: ObjectRef[],
  namespaces: string[],
  context: TranslationContext,
): Promise<{ refresh?: RefreshPlan; conflicts: Finding[] }> {
  if (!('api' in target) || request.driftOf) return { conflicts: [] };
  const { api, storage } = target;
  const { onConflict } = request;
  if (onConflict !== 'refresh') {
    const homes = namespaces.map((each) => request.mappings.namespaces[each] ?? each);
    const former = onConflict === 'fail' ? await findFormerMembers(store, clone, homes) : undefined;
    return { conflicts: await findConflicts(api, targets, onConflict, former) };
  }
  const refresh = await planRefresh({ clone, request, store, api, storage, volumes, targets, namespaces });
  const conflicts = await findConflicts(api, targets, 'refresh', refresh.members);
  const claims = refresh.findings.filter(({ object }) => object.kind === 'PersistentVolumeClaim');
  const shards = readShards<KubeObject>(store, keysOf(clone.cloneId).planExport);
  const unchangeable = await findUnchangeable(api, shards, context, refresh.members);
  return { refresh, conflicts: [...withoutEchoes(conflicts, claims), ...unchangeable] };
}

async function targetFacts({ clone, request, target }: PlanInputs, source: ClusterFacts): Promise<ClusterFacts> {
  if ('planned' in target) return plannedFacts(target.planned.plan, source, clone.route.target);
  // Volumes go where nodes can run: a target without a node makes its first ones in the subnets of the cluster.
  const facts = await readClusterFacts(target.api, target.info, clone.route.target, () =>
    target.storage.zones(target.info.network.subnetIds),
  );
  const networkPolicy = request.isolate
    ? await readNetworkPolicy(target.api, target.info.autoModeStorage === true)
    : undefined;
  return { ...facts, ...(networkPolicy ? { networkPolicy } : {}) };
}

/** Throws PlanBlocked with every blocker. */
export function refuseBlocked(plan: Plan): void {
  const blockers = blockersOf(plan);
  if (blockers.length === 0) return;
  const count = blockers.length === 1 ? 'a blocker' : `${blockers.length} blockers`;
  throw new KubeferryError('PlanBlocked', `The plan has ${count}; nothing was changed. ${tellBlockers(blockers)}`, {
    problems: blockers.map((finding) => ({
      at: `${finding.object.kind} ${finding.object.namespace ?? ''}/${finding.object.name}`,
      message: finding.sentence,
    })),
  });
}

function expected(volumes: PlannedVolume[]): Record<string, TargetVolume> {
  const moving = volumes.filter(brings);
  return Object.fromEntries(moving.map((volume) => [volume.claim, targetVolume(volume)]));
}

/** A volume that cannot travel also leaves its claim unbound: the first sentence says why, the second is not needed. */
function withoutEchoes(findings: Finding[], volumes: Finding[]): Finding[] {
  const named = new Set(volumes.map(({ object }) => `${object.namespace}/${object.name}`));
  const isEcho = ({ severity, object }: Finding) =>
    severity === 'blocker' &&
    object.kind === 'PersistentVolumeClaim' &&
    named.has(`${object.namespace}/${object.name}`);
  return findings.filter((finding) => !isEcho(finding));
}
