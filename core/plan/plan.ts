import { createHash } from 'node:crypto';
import type { Finding } from '../../kube/finding.ts';
import type { ObjectRef } from '../../kube/kube-object.ts';
import type { Place } from '../base/request/end.ts';
import type { PlannedPreset } from '../base/request/presets/planned-preset.ts';
import type { Taken } from '../translate/graph/taken-along.ts';
import type { NewClusterOf } from './cluster/new-cluster.ts';
import { expectedAsks, expectedControl, wavesOf } from './cost/control-usage.ts';
import { priceOf, totalOf } from './cost/usage.ts';
import type { Drift } from './drift/drift.ts';
import type { PlannedMasking } from './masking/plan-masking.ts';
import { minutesOfJobs } from './movers/job-minutes.ts';
import type { PlannedRules } from './own-rules.ts';
import { type PlannedPace, usesBlocks } from './pace/plan-pace.ts';
import type { PlannedObject } from './planned-object.ts';
import type { PlannedRefresh } from './refresh/plan-refresh.ts';
import { DRY_RUN_RULE } from './verdict/say-verdict.ts';
import { copyMinutes, longestSnapshot } from './volumes/copy-minutes.ts';
import { LINEAGE_RULE } from './volumes/plan-lineage.ts';
import type { PlannedVolume } from './volumes/volume-plan.ts';

/** `plan.json`: everything that a run is going to do, decided before anything is changed. */
export interface Plan {
  cloneId: string;
  route: string;
  /** Where it copies from, and where to. Absent from records of earlier versions, as are the next four. */
  source?: Place;
  target?: Place;
  /** Source namespace -> target namespace, of those that get another name. */
  mapped?: Record<string, string>;
  /** Keyed digest of the request: of all that the plan follows from, but not of what it is bound to. */
  request?: string;
  /** SHA-256 over the digest of each object that is applied; it names the shards that hold them. */
  contents?: string;
  createdAt: string;
  /** Who asked for it; absent from records of earlier versions. */
  askedBy?: string;
  /** The preset of the request, and what came of the values that it sets. */
  preset?: PlannedPreset;
  profile: string;
  namespaces: string[];
  objects: PlannedObject[];
  volumes: PlannedVolume[];
  /** Rules of the request's or the route's own, and built-in ones that were switched off. */
  rules?: PlannedRules;
  /** Jobs that have to succeed on the copied volumes before anything of the clone starts, where the route asks for them. */
  masking?: PlannedMasking;
  /** Of a selection by workload: what is copied with it, each with its reason. */
  taken?: Taken[];
  /** Of a comparison with a clone: how many objects differ. */
  drift?: Drift;
  /** How fast blocks are copied, where any are: how fast is no part of what is decided, nor of the hash. */
  pace?: PlannedPace;
  /** The target cluster, where the run makes it. */
  cluster?: NewClusterOf;
  /** The clones whose place it takes (onConflict: refresh). */
  refresh?: PlannedRefresh;
  findings: Finding[];
  dollars: number;
  minutes: number;
  /** SHA-256 over what the plan decides, down to the contents of each object. */
  hash: string;
}

/** The rule of findings about the policy of the target's key. */
export const KEY_POLICY_RULE = 'key-policy';

/** What AWS and the target say to this run, in words that change with what they have at the moment. */
const IN_OTHERS_WORDS = [KEY_POLICY_RULE, DRY_RUN_RULE];

/** Rules whose findings make no other clone. */
const UNDECIDED = [...IN_OTHERS_WORDS, LINEAGE_RULE];

/**
 * What of a plan is a decision, without the run's own id and time, tags, which carry the id, and why a volume's strategy is no
 * other one. An object that is not copied is none, so that a pod that is replaced while somebody looks at the plan makes no other plan of it; nor is what a
 * status says, nor a warning in the words of others: about a key's policy, which goes when a volume is attached, or of a dry run.
 * Which rules made an object what it is, its digest covers.
 */
export function decidedBy(plan: Omit<Plan, 'hash' | 'dollars' | 'minutes'>) {
  const dropped = new Set(plan.objects.filter(({ outcome }) => outcome === 'drop').map(({ ref }) => order(ref)));
  const isDecided = ({ object, severity, path, rule }: Finding) =>
    severity === 'blocker' || (!dropped.has(order(object)) && !path.startsWith('/status') && !UNDECIDED.includes(rule));
  return {
    route: plan.route,
    source: plan.source,
    target: plan.target,
    request: plan.request,
    contents: plan.contents,
    profile: plan.profile,
    namespaces: plan.namespaces,
    objects: plan.objects.filter(({ outcome }) => outcome !== 'drop').map(({ rules: _, ...object }) => object),
    volumes: plan.volumes.map(decidedOf),
    ...(plan.masking ? { masking: plan.masking } : {}),
    ...(plan.cluster ? { cluster: plan.cluster } : {}),
    ...(plan.refresh ? { refresh: steady(plan.refresh) } : {}),
    findings: plan.findings.filter(isDecided),
  };
}

/** What is moved of a volume, and what it costs, follows from what is there when it is moved, and makes no other clone. */
function decidedOf(volume: PlannedVolume) {
  const { tags, others, since, gibibytes, basis, dollars, minutes, jobMinutes, snapshotMinutes, ...decided } = volume;
  const { lineage, proof, ...rest } = decided;
  return { ...rest, ...(lineage ? { lineage: lineage.until } : {}), ...(proof ? { proof: proof.asked } : {}) };
}

/** Puts a plan together. The hash is of what it decides: equal plans of different runs have equal hashes. `volumesAtOnce` is for its minutes. */
export function sealPlan(draft: Omit<Plan, 'hash' | 'dollars' | 'minutes'>, volumesAtOnce?: number): Plan {
  const full = draft.volumes.map((volume) => ({ ...volume, gibibytes: volume.gibibytes ?? volume.sizeGiB }));
  const control = expectedControl({ volumes: full, waves: wavesOf(draft.objects), asks: expectedAsks(full) });
  const dollars = draft.volumes.reduce((sum, volume) => sum + volume.dollars, totalOf(priceOf(control)));
  // The pace has reckoned with those whose blocks are copied, to the second.
  const copiedByEbs = draft.pace ? draft.volumes.filter((volume) => !usesBlocks(volume)) : draft.volumes;
  const minutes =
    minutesOfJobs(draft.volumes) +
    Math.max(
      copyMinutes(copiedByEbs, volumesAtOnce),
      (draft.pace?.minutes ?? 0) + AROUND_COPIES + longestSnapshot(draft.volumes),
    ) +
    (draft.cluster ? CLUSTER_MINUTES : 0);
  const objects = draft.objects.toSorted((a, b) => compare(order(a.ref), order(b.ref)));
  const findings = draft.findings.toSorted((a, b) =>
    compare(order(a.object) + a.rule + a.path, order(b.object) + b.rule + b.path),
  );
  const plan = { ...draft, objects, findings };
  const hash = createHash('sha256')
    .update(JSON.stringify(decidedBy(plan)))
    .digest('hex');
  return { ...plan, dollars: Math.round(dollars * 10_000) / 10_000, minutes, hash };
}

/** Snapshot, volume creation, the waits between, and the objects. */
const AROUND_COPIES = 5;

/** Autoscalers change replicas from minute to minute: that makes no other plan. */
const steady = ({ scaledDown, ...refresh }: PlannedRefresh) => ({
  ...refresh,
  scaledDown: scaledDown.map(({ ref }) => ref),
});

/** Control plane, nodes and add-ons (https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html). */
const CLUSTER_MINUTES = 20;

export const blockersOf = (plan: Pick<Plan, 'findings'>) =>
  plan.findings.filter((finding) => finding.severity === 'blocker');
export const warningsOf = (plan: Pick<Plan, 'findings'>) =>
  plan.findings.filter((finding) => finding.severity === 'warning');

const order = (ref: ObjectRef) => `${ref.apiVersion} ${ref.kind} ${ref.namespace ?? ''}/${ref.name}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
