import type { KubeObject } from '../../../kube/kube-object.ts';
import type { LabelSelector, Template } from '../contract/shapes.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { deleteObject } from '../write/delete.ts';
import { type Controller, ownerKey, ownKey, parseKey } from './controller.ts';
import { createPod, deletePod, isFinished, isReady, ownedPods } from './pods.ts';
import { setStatus } from './writes.ts';

const STORAGE = 'batch/jobs';

interface JobSpec {
  parallelism?: number;
  completions?: number;
  suspend?: boolean;
  /** Another controller's name: then this one keeps its hands off (KEP-4368). */
  managedBy?: string;
  ttlSecondsAfterFinished?: number;
  /** Failed pods beyond which it gives up; 6 when left out. */
  backoffLimit?: number;
  activeDeadlineSeconds?: number;
  selector: LabelSelector;
  template: Template;
}

interface JobStatus {
  startTime?: string;
  conditions?: { type: string; status: string }[];
  [field: string]: unknown;
}

const OWN_NAME = 'kubernetes.io/job-controller';

/** Runs a Job's pods until as many succeeded as it wants; or until too many have failed, or its time is over (see the kubelet). */
export const jobController: Controller = {
  name: 'jobs',
  watches: { [STORAGE]: ownKey, '/pods': ownerKey('Job') },
  reconcile(key, state) {
    const { namespace, name } = parseKey(key);
    const job = state.store.get(STORAGE, namespace, name);
    const status = (job?.status ?? {}) as JobStatus;
    if (!job || job.metadata.deletionTimestamp) return undefined;
    const spec = job.spec as JobSpec;
    if ((spec.managedBy ?? OWN_NAME) !== OWN_NAME) return undefined;
    if (status.conditions?.some((one) => ['Complete', 'Failed'].includes(one.type) && one.status === 'True'))
      return removeExpired(state, job, spec, status);
    const pods = ownedPods(state, job, spec.selector);
    const active = pods.filter((pod) => !isFinished(pod) && !pod.metadata.deletionTimestamp);
    const succeeded = inPhase(pods, 'Succeeded');
    const failure = failureOf(state, spec, status, inPhase(pods, 'Failed'));
    if (spec.suspend || failure) for (const pod of active) deletePod(state, pod);
    else {
      const open = (spec.completions ?? spec.parallelism ?? 1) - succeeded;
      const missing = Math.min(spec.parallelism ?? 1, open) - active.length;
      for (let index = 0; index < missing; index++) createPod(state, job, spec.template, { generateName: `${name}-` });
    }
    report(state, job, spec, active, succeeded, failure);
    return failure ? undefined : untilDeadline(state, spec, status);
  },
};

const inPhase = (pods: readonly KubeObject[], phase: string) =>
  pods.filter((pod) => (pod.status as { phase?: string }).phase === phase).length;

/** Milliseconds, one more so that it is over then. */
function untilDeadline(state: ClusterState, spec: JobSpec, { startTime }: JobStatus): number | undefined {
  if (spec.activeDeadlineSeconds === undefined || spec.suspend) return undefined;
  const start = Date.parse(startTime ?? state.now());
  return Math.max(1, start + spec.activeDeadlineSeconds * 1000 - Date.parse(state.now())) + 1;
}

/** Why it gives up (pkg/controller/job/job_controller.go `syncJob`). */
function failureOf(
  state: ClusterState,
  spec: JobSpec,
  status: JobStatus,
  failed: number,
): { reason: string; message: string } | undefined {
  if (failed > (spec.backoffLimit ?? 6))
    return { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  const late = status.startTime !== undefined && (untilDeadline(state, spec, status) ?? 2) <= 2;
  return late && spec.activeDeadlineSeconds !== undefined
    ? { reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' }
    : undefined;
}

/** Deletes a finished Job when its time is over (pkg/controller/ttlafterfinished); answers the milliseconds until then. */
function removeExpired(state: ClusterState, job: KubeObject, spec: JobSpec, status: JobStatus): number | undefined {
  if (spec.ttlSecondsAfterFinished === undefined) return undefined;
  const end = Date.parse(String(status.completionTime)) + spec.ttlSecondsAfterFinished * 1000;
  const left = end - Date.parse(state.now());
  if (left > 0) return left;
  deleteObject(state, state.registry.ofStorage(STORAGE), job, { propagationPolicy: 'Background' });
  return undefined;
}

function report(
  state: ClusterState,
  job: KubeObject,
  spec: JobSpec,
  active: KubeObject[],
  succeeded: number,
  failure: { reason: string; message: string } | undefined,
): void {
  const before = (job.status ?? {}) as JobStatus;
  const complete = !spec.suspend && !failure && succeeded >= (spec.completions ?? spec.parallelism ?? 1);
  const now = state.now();
  const condition = (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    lastProbeTime: now,
    lastTransitionTime: now,
    reason,
    message,
  });
  const suspended = condition('Suspended', 'True', 'JobSuspended', 'Job suspended');
  const done = [
    condition('SuccessCriteriaMet', 'True', 'CompletionsReached', 'Reached expected number of succeeded pods'),
    condition('Complete', 'True', 'CompletionsReached', 'Reached expected number of succeeded pods'),
  ];
  const failed =
    failure && ['FailureTarget', 'Failed'].map((type) => condition(type, 'True', failure.reason, failure.message));
  const conditions = failed
    ? failed
    : complete
      ? done
      : spec.suspend
        ? (keptSuspension(before) ?? [suspended])
        : undefined;
  setStatus(state, STORAGE, job, {
    ...(spec.suspend ? {} : { startTime: before.startTime ?? now }),
    ...(complete ? { completionTime: now } : {}),
    ...(active.length > 0 && !spec.suspend && !failed ? { active: active.length } : {}),
    ...(succeeded > 0 ? { succeeded } : {}),
    ready: complete ? 0 : active.filter(isReady).length,
    terminating: 0,
    uncountedTerminatedPods: {},
    ...(conditions ? { conditions } : {}),
  });
}

function keptSuspension({ conditions }: JobStatus): object[] | undefined {
  return conditions?.some((one) => one.type === 'Suspended' && one.status === 'True') ? conditions : undefined;
}
