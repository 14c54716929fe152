import { refText } from '../../kube/kube-object.ts';
import { inParallel } from '../base/in-parallel.ts';
import type { ObjectStore } from '../base/ports/object-store.ts';
import type { AppliedObject, ShardRecord } from '../base/run/applied.ts';
import type { Clone } from '../base/run/envelope.ts';
import type { FailureReport } from '../base/run/failure.ts';
import { keysOf } from '../base/run/keys.ts';
import { findRecord, readShards } from '../base/run/records.ts';
import { readWork, type Tally, type Work } from '../base/run/step-times.ts';
import { brings } from '../base/strategies.ts';
import type { TranslationRecord } from '../execute/apply/translate-stage.ts';
import type { MaskingRecord } from '../execute/masking/settle-masking.ts';
import { pointedObjects } from '../execute/owners/pointed.ts';
import { comparedVolume } from '../execute/proof/proof-of.ts';
import { allKept } from '../execute/undo/kept.ts';
import type { Approval } from '../plan/approval/approval.ts';
import { cloudsOf } from '../plan/cost/between-clouds.ts';
import { wavesOf } from '../plan/cost/control-usage.ts';
import type { ObjectRecord } from '../plan/objects/object-record.ts';
import type { Plan } from '../plan/plan.ts';
import type { VolumeRecord } from '../plan/volumes/volume-plan.ts';
import { costReport } from './cost/cost-report.ts';
import { movementOf } from './movement.ts';
import type { Report, ReportedVolume, Status } from './report.ts';
import { reportedCapture } from './reported-capture.ts';
import { reportedCluster } from './reported-cluster.ts';
import { reportedCutOver } from './reported-cut-over.ts';
import { reportedPace } from './reported-pace.ts';
import { reportedSafety } from './reported-safety.ts';
import { findingsSincePlan } from './since-plan.ts';
import { startsOf } from './starts.ts';

export interface ReportEnd {
  endedAt: string;
  failure?: FailureReport;
  rollBackFailure?: FailureReport;
  left?: FailureReport;
}

/** Gathers the report from the run's records; any of them may be missing when the run ended early. */
export async function makeReport(store: ObjectStore, clone: Clone, end: ReportEnd): Promise<Report> {
  const keys = keysOf(clone.cloneId);
  const plan = await findRecord<Plan>(store, keys.plan);
  // The step that writes the report is still under way.
  const { times, tallies } = await readWork(store, clone.cloneId);
  const steps = times.filter(({ step }) => step !== 'write-report');
  const cluster = await reportedCluster(store, clone.cloneId);
  const translations = await all<TranslationRecord>(store, `${keys.root}/translations/`);
  const starts = startsOf(translations);
  const approval = await findRecord<Approval>(store, keys.approval);
  const kept = await allKept(store, clone.cloneId);
  const cutOver = statusOf(clone, end) === 'SUCCEEDED' ? await reportedCutOver(store, clone) : undefined;
  const capture = await reportedCapture(store, clone.cloneId, plan?.volumes ?? []);
  const pace = reportedPace(plan?.pace, { times: steps, tallies });
  const safety = await reportedSafety(store, clone);
  const masking = await findRecord<MaskingRecord>(store, keys.masking);
  const owners = await pointedObjects(store, clone.cloneId);
  const results = await appliedObjects(store, clone.cloneId);
  const count = (result: string) => results.filter((each) => each.result === result).length;
  const outcome = (name: string) =>
    (translations.length > 0 ? translations : (plan?.objects ?? [])).filter((each) => each.outcome === name).length;
  return {
    cloneId: clone.cloneId,
    route: { name: clone.route.name, source: placeText(clone.route.source), target: placeText(clone.route.target) },
    status: statusOf(clone, end),
    ...(clone.askedBy ? { askedBy: clone.askedBy } : {}),
    startedAt: clone.startedAt,
    endedAt: end.endedAt,
    planHash: plan?.hash,
    ...(plan ? { namespaces: plan.namespaces, mapped: plan.mapped, minutes: plan.minutes, profile: plan.profile } : {}),
    objects: {
      selected: translations.length || (plan?.objects.length ?? 0),
      applied: count('created') + count('updated') + count('unchanged'),
      dropped: outcome('drop'),
      blocked: outcome('block'),
      skipped: count('skipped'),
      failed: count('failed'),
    },
    volumes: await volumesOf(store, clone.cloneId, plan, tallies),
    findings: [...(plan?.findings ?? []), ...(await findingsSincePlan(store, clone.cloneId))],
    translations,
    ...(plan && translations.length === 0 ? { planned: await plannedObjects(store, plan) } : {}),
    results: results.toSorted((a, b) => (refText(a.ref) < refText(b.ref) ? -1 : 1)),
    ...(starts.length > 0 ? { starts } : {}),
    dollars: plan?.dollars ?? 0,
    steps,
    ...(plan?.refresh ? { refresh: plan.refresh } : {}),
    ...(statusOf(clone, end) === 'SUCCEEDED' && plan
      ? { cost: await costOf(store, clone, end, plan, { times: steps, tallies }) }
      : {}),
    ...(pace ? { pace } : {}),
    ...(masking ? { masking } : {}),
    ...(owners.length > 0 ? { owners } : {}),
    ...(cluster ? { cluster } : {}),
    ...(capture ? { capture } : {}),
    ...(cutOver ? { cutOver } : {}),
    ...(safety.length > 0 ? { safety } : {}),
    ...(approval ? { approval } : {}),
    ...(clone.expiresAt ? { expiresAt: clone.expiresAt } : {}),
    ...(clone.notDue ? { notDue: clone.notDue } : {}),
    ...(end.failure ? { failure: end.failure } : {}),
    ...(end.rollBackFailure ? { rollBackFailure: end.rollBackFailure } : {}),
    ...(end.left ? { left: end.left } : {}),
    ...(kept.length > 0 ? { kept } : {}),
  };
}

function statusOf(clone: Clone, { failure }: ReportEnd): Status {
  if (failure) return 'FAILED';
  if (clone.notDue) return 'SKIPPED';
  return clone.mode === 'plan' ? 'PLANNED' : 'SUCCEEDED';
}

const costOf = (store: ObjectStore, { cloneId, route }: Clone, { endedAt }: ReportEnd, plan: Plan, work: Work) =>
  costReport(store, cloneId, {
    volumes: plan.volumes,
    planned: plan.dollars,
    waves: wavesOf(plan.objects),
    crossesRegions: route.source.region !== route.target.region,
    clouds: cloudsOf(route),
    steps: work.times,
    tallies: work.tallies,
    endedAt,
  });

async function volumesOf(
  store: ObjectStore,
  cloneId: string,
  plan: Plan | undefined,
  tallies: readonly Tally[],
): Promise<ReportedVolume[]> {
  const volumes = plan?.volumes ?? [];
  return inParallel(volumes, 16, async (volume) => {
    const record = await findRecord<VolumeRecord>(store, keysOf(cloneId).volume(volume.claim));
    const compared = await comparedVolume(store, cloneId, volume.claim);
    const movement = brings(volume) ? await movementOf(store, cloneId, volume.claim, tallies) : undefined;
    return {
      ...volume,
      targetVolumeId: record?.volumeId ?? (volume.keeps || undefined),
      ...(movement ? { movement } : {}),
      ...(compared ? { compared } : {}),
    };
  });
}

async function appliedObjects(store: ObjectStore, cloneId: string): Promise<AppliedObject[]> {
  const results: AppliedObject[] = [];
  for await (const key of store.list(`${keysOf(cloneId).ledger}objects/`)) {
    results.push(...((await findRecord<ShardRecord>(store, key))?.objects ?? []));
  }
  return results;
}

async function plannedObjects(store: ObjectStore, { cloneId, objects }: Plan): Promise<NonNullable<Report['planned']>> {
  const records = await all<ObjectRecord>(store, keysOf(cloneId).planObjects.objects);
  const changes = new Map(records.map((record) => [refText(record.ref), record.changes]));
  return objects.map((object) => {
    const found = changes.get(refText(object.ref));
    return found ? { ...object, changes: found } : object;
  });
}

async function all<T>(store: ObjectStore, prefix: string): Promise<T[]> {
  const items: T[] = [];
  for await (const shard of readShards<T>(store, prefix)) items.push(...shard);
  return items;
}

const placeText = (place: Clone['route']['source']) => `${place.cluster} in account ${place.account}, ${place.region}`;
