import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { fieldAt, isRecord, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import { discreetText } from '../../base/outside/outside-text.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { isMadeBy } from '../../base/run/made-by-run.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import type { PlannedMasking, PlannedMaskingJob } from '../../plan/masking/plan-masking.ts';
import { POD } from '../capture/pods-gone.ts';
import { jobName } from './masking-objects.ts';

/** How one Job of the masking stands. What a container has printed or left as a message is data, and is never read. */
export interface MaskedBy {
  name: string;
  /** As `refText` has it, in the target. */
  job: string;
  image: string;
  /** Source claims, `namespace/name`. */
  claims: string[];
  outcome: 'passed' | 'failed' | 'running';
  startedAt?: string;
  endedAt?: string;
  seconds?: number;
  exitCode?: number;
  /** Why it has failed, or what it waits for. */
  reason?: string;
}

/** `masking.json` */
export interface MaskingRecord {
  jobs: MaskedBy[];
  onFailure: PlannedMasking['onFailure'];
}

/**
 * Looks how the Jobs of the masking stand, and keeps it for the report. Throws NotYet while one is under way, MaskingFailed with
 * every one that has failed, was replaced or is gone: nothing of the clone has been started then, and nothing will be.
 */
export async function settleMasking(
  api: ClusterApi,
  store: ObjectStore,
  cloneId: string,
  { jobs: planned, onFailure }: PlannedMasking,
): Promise<{ settled: number }> {
  const before = await findRecord<MaskingRecord>(store, keysOf(cloneId).masking);
  const waitedFor = (name: string) => before?.jobs.find((each) => each.name === name)?.reason;
  const looks = await Promise.all(planned.map((job) => look(api, cloneId, job)));
  const jobs = looks.map((each) => withWait(each, waitedFor(each.name)));
  await writeRecord(store, keysOf(cloneId).masking, { jobs, onFailure } satisfies MaskingRecord);
  const failed = jobs.filter(({ outcome }) => outcome === 'failed');
  if (failed.length > 0)
    throw new KubeferryError(
      'MaskingFailed',
      `The data was not masked, so that nothing of the clone was started. ${failed.map(sayFailed).join(' ')} Correct the job, and start again.`,
      { problems: failed.map((each) => ({ at: each.job, message: sayFailed(each) })) },
    );
  const running = jobs.filter(({ outcome }) => outcome === 'running');
  if (running.length > 0) {
    const { name, reason } = running[0]!;
    throw new KubeferryError(
      'NotYet',
      `${running.length} masking jobs are under way, the first is ${name}${reason ? `, which waits: ${reason}` : ''}.`,
    );
  }
  return { settled: jobs.length };
}

/** A Job that is out of time has lost its pods, and with them why they did not start: the look before has it. */
function withWait(now: MaskedBy, waited: string | undefined): MaskedBy {
  const { outcome, exitCode, reason } = now;
  if (outcome !== 'failed' || exitCode !== undefined || !waited || !reason || reason.includes(waited)) return now;
  return { ...now, reason: `${reason}; ${waited}` };
}

const sayFailed = ({ name, job, exitCode, reason }: MaskedBy) =>
  `Masking job ${name} (${job}) ${exitCode === undefined ? 'did not succeed' : `ended with ${exitCode}`}${reason ? `: ${reason}` : ''}.`;

async function look(api: ClusterApi, cloneId: string, planned: PlannedMaskingJob): Promise<MaskedBy> {
  const ref = { apiVersion: 'batch/v1', kind: 'Job', namespace: planned.home, name: jobName(planned.name, cloneId) };
  const { name, image, namespace, claims } = planned;
  const about = { name, job: refText(ref), image, claims: Object.values(claims).map((each) => `${namespace}/${each}`) };
  const job = await api.get(ref);
  if (!job) return { ...about, outcome: 'failed', reason: 'somebody has deleted it' };
  if (!isMadeBy(cloneId, job))
    return { ...about, outcome: 'failed', reason: 'somebody has put another one in its place' };
  const pods: KubeObject[] = [];
  const labelSelector = `batch.kubernetes.io/job-name=${ref.name}`;
  for await (const page of api.list(POD, { namespace: planned.home, labelSelector })) pods.push(...page);
  return { ...about, ...standing(job, pods, planned.timeoutSeconds) };
}

type Standing = Omit<MaskedBy, 'name' | 'job' | 'image' | 'claims'>;

/** By the conditions of the Job (https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions). */
function standing(job: KubeObject, pods: readonly KubeObject[], timeoutSeconds: number): Standing {
  const ended = conditionOf(job, 'Complete') ?? conditionOf(job, 'Failed');
  const container = pods.flatMap(statesOf)[0] ?? {};
  const { terminated, waiting } = container;
  const startedAt = text(terminated?.startedAt) ?? textAt(job, 'status.startTime');
  const times = { ...(startedAt ? { startedAt } : {}) };
  const waits = waiting?.reason ? discreetText(`${waiting.reason} ${waiting.message ?? ''}`.trim()) : undefined;
  if (!ended) return { outcome: 'running', ...times, ...(waits ? { reason: waits } : {}) };
  const endedAt = text(terminated?.finishedAt) ?? text(ended.lastTransitionTime);
  const seconds = startedAt && endedAt ? Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000) : undefined;
  const ran = {
    ...times,
    ...(endedAt ? { endedAt } : {}),
    ...(seconds === undefined ? {} : { seconds }),
    ...(typeof terminated?.exitCode === 'number' ? { exitCode: terminated.exitCode } : {}),
  };
  if (ended.type === 'Complete') return { outcome: 'passed', ...ran };
  const late = ended.reason === 'DeadlineExceeded' ? `it was not done within ${timeoutSeconds} seconds` : undefined;
  const why = late ?? (terminated ? undefined : text(ended.reason));
  return { outcome: 'failed', ...ran, ...(why ? { reason: waits ? `${why}; ${waits}` : why } : {}) };
}

interface ContainerState {
  terminated?: { exitCode?: number; startedAt?: string; finishedAt?: string };
  waiting?: { reason?: string; message?: string };
}

/** Of its only container; a proxy that somebody injects is another one. */
const statesOf = (pod: KubeObject): ContainerState[] => {
  const statuses = fieldAt(pod, ['status', 'containerStatuses']);
  if (!Array.isArray(statuses)) return [];
  const own = statuses.filter(isRecord).find(({ name }) => name === 'mask');
  return own ? [own.state as ContainerState] : [];
};

function conditionOf(job: KubeObject, type: string): Record<string, unknown> | undefined {
  const conditions = fieldAt(job, ['status', 'conditions']);
  if (!Array.isArray(conditions)) return undefined;
  return conditions.filter(isRecord).find((each) => each.type === type && each.status === 'True');
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
