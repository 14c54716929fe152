import { fieldAt, isRecord, listAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { discreetText } from '../../base/outside/outside-text.ts';
import type { PlannedMove } from '../../base/run/origin.ts';

/** How a Job stands. What a container prints is data, and is never read. */
export type Standing = { state: 'moved' } | { state: 'under way'; waits?: string } | { state: 'failed'; why: string };

export interface Seen {
  job: KubeObject;
  pods: readonly KubeObject[];
  /** Of the Job. */
  events: readonly KubeObject[];
  /** Since it was made. */
  seconds: number;
  move: Pick<PlannedMove, 'hours' | 'image' | 'snapshot'>;
}

/** A pod that has not started by then will not, as far as anybody knows: the workload may stand still meanwhile. */
const PATIENCE_SECONDS = 600;
/** Some drivers copy all of a snapshot into the volume of its claim, before a pod may have it. */
const PATIENCE_FOR_CLONES_SECONDS = 1_800;

/** Some files could not be read: the snapshot that it has taken lacks them (https://restic.readthedocs.io/en/stable/040_backup.html#exit-status-codes). */
const NOT_ALL_READ = 3;

/** By the conditions of the Job (https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions), its pods and its events. Pure. */
export function standingOf({ job, pods, events, seconds, move }: Seen): Standing {
  const containers = pods.flatMap(containersOf);
  const exitCodes = containers.flatMap(({ exitCode }) => exitCode ?? []).filter((code) => code !== 0);
  if (conditionOf(job, 'Complete')) return { state: 'moved' };
  if (exitCodes.includes(NOT_ALL_READ)) return failed(UNREADABLE);
  const end = conditionOf(job, 'Failed');
  const waits = containers.flatMap(({ waits: each }) => each ?? [])[0] ?? unscheduled(pods);
  if (end) return failed(sayEnd(textAt(end, 'reason'), exitCodes.at(-1), waits, move));
  const refused = pods.length === 0 ? refusalIn(events) : undefined;
  if (refused) return failed(`the cluster lets no pod of it in: ${refused}`);
  const hasStarted = containers.some(({ started }) => started);
  const patience = move.snapshot ? PATIENCE_FOR_CLONES_SECONDS : PATIENCE_SECONDS;
  if (!hasStarted && seconds > patience)
    return failed(`no pod of it has started within ${patience / 60} minutes${waits ? `: ${waits}` : ''}`);
  return { state: 'under way', ...(waits ? { waits } : {}) };
}

const UNREADABLE =
  'restic could not read all files (exit code 3): another user than the one of source.mover.runAs owns some of them, or the storage failed';

const failed = (why: string): Standing => ({ state: 'failed', why });

function sayEnd(
  reason: string | undefined,
  exitCode: number | undefined,
  waits: string | undefined,
  { hours }: Pick<PlannedMove, 'hours'>,
): string {
  const rest = waits ? `; ${waits}` : '';
  if (reason === 'DeadlineExceeded') return `it was not done within ${hours} hours (source.mover.hours)${rest}`;
  if (exitCode !== undefined) return `restic ended with ${exitCode}, and so did the pods that tried again${rest}`;
  return `its pods were ended before they were done (${reason ?? 'no reason given'})${rest}`;
}

/** A quota, Pod Security, or an admission webhook: the controller tries again, and its pods are never made. */
const refusalIn = (events: readonly KubeObject[]): string | undefined => {
  const texts = events.flatMap((event) =>
    textAt(event, 'reason') === 'FailedCreate' ? (textAt(event, 'message') ?? []) : [],
  );
  const refused = texts.findLast((text) => /forbidden|denied|exceeded quota|violates/i.test(text));
  return refused && discreetText(refused);
};

const unscheduled = (pods: readonly KubeObject[]): string | undefined => {
  const all = pods.flatMap((pod) => listAt(pod, 'status.conditions')).filter(isRecord);
  const said = all.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  const message = textAt(said, 'message');
  return message && discreetText(`no node takes it: ${message}`);
};

function containersOf(pod: KubeObject): { exitCode?: number; waits?: string; started: boolean }[] {
  return listAt(pod, 'status.containerStatuses')
    .filter(isRecord)
    .filter(({ name }) => name === 'mover')
    .map(({ state }) => {
      const exitCode = fieldAt(state, 'terminated.exitCode');
      const reason = textAt(state, 'waiting.reason');
      const waits = reason && discreetText(`${reason} ${textAt(state, 'waiting.message') ?? ''}`.trim());
      return {
        ...(typeof exitCode === 'number' ? { exitCode } : {}),
        ...(waits ? { waits } : {}),
        started: fieldAt(state, 'running') !== undefined || exitCode !== undefined,
      };
    });
}

const conditionOf = (job: KubeObject, type: string) =>
  listAt(job, 'status.conditions')
    .filter(isRecord)
    .find((each) => each.type === type && each.status === 'True');
