import { z } from 'zod';
import type { Clone } from '../clone/envelope.ts';
import { keysOf } from '../clone/keys.ts';
import { type Plan, warningsOf } from '../plan/plan.ts';
import type { Status } from './report.ts';

export const TOLD = [
  'Clone Started',
  'Clone Planned',
  'Clone Awaits Approval',
  'Clone Succeeded',
  'Clone Failed',
  'Clone Skipped',
  'Clone Replaced',
  'Clone Removed',
  'Clone Not Removed',
] as const;

/** The detail of an event on the hub's default bus; `docs/events.md` has it as JSON Schema. */
export const CloneEvent = z.strictObject({
  version: z.literal('1'),
  cloneId: z.string().describe("The execution's name"),
  route: z.string(),
  sentence: z.string().describe('What a person needs to know'),
  startedAt: z.string().optional(),
  source: z.string().optional().describe('Cluster, account and Region'),
  target: z.string().optional(),
  expiresAt: z.string().optional().describe('When the clone is removed again'),
  report: z.string().optional().describe("Key of report.html in the hub's bucket"),
  plan: z
    .strictObject({
      hash: z.string(),
      objects: z.int().nonnegative().describe('That go along'),
      volumes: z.int().nonnegative(),
      gibibytes: z.int().nonnegative(),
      dollars: z.number().describe('Estimate'),
      minutes: z.number().describe('Estimate'),
      warnings: z.int().nonnegative(),
    })
    .optional()
    .describe('What waits for an approval'),
  until: z.string().optional().describe('When the wait for an approval ends'),
  error: z.string().optional().describe('Name of the error, one of core/errors.ts'),
});
export type CloneEvent = z.infer<typeof CloneEvent>;

export interface Announcement {
  detailType: (typeof TOLD)[number];
  detail: CloneEvent;
}

const DONE: Record<Status, Announcement['detailType']> = {
  SUCCEEDED: 'Clone Succeeded',
  PLANNED: 'Clone Planned',
  FAILED: 'Clone Failed',
  SKIPPED: 'Clone Skipped',
};

export function startedEvent(clone: Clone): Announcement {
  const what = clone.mode === 'plan' ? 'planning' : 'cloning';
  const sentence = `Run ${clone.cloneId} began ${what} from ${placeOf(clone, 'source')} to ${placeOf(clone, 'target')}.`;
  return { detailType: 'Clone Started', detail: told(clone, sentence) };
}

/** With all that a person needs to decide, and how to say so. */
export function approvalEvent(clone: Clone, plan: Plan, until: string): Announcement {
  const going = plan.volumes.filter(({ strategy }) => strategy !== 'skip');
  const about = {
    hash: plan.hash,
    objects: plan.objects.filter(({ outcome }) => outcome !== 'drop').length,
    volumes: going.length,
    gibibytes: going.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0),
    dollars: plan.dollars,
    minutes: plan.minutes,
    warnings: warningsOf(plan).length,
  };
  const { route, cloneId } = clone;
  const sentence =
    `Run ${cloneId} on route ${route.name} waits for an approval until ${until}. It is to clone from ` +
    `${placeOf(clone, 'source')} to ${placeOf(clone, 'target')}: ${about.objects} objects and ${about.volumes} volumes ` +
    `with ${about.gibibytes} GiB, about $${about.dollars} and ${about.minutes} minutes, with ${about.warnings} warnings` +
    `${plan.cluster ? ', into a cluster that it makes first' : ''}. Look and approve: kubeferry approve ${route.name} ` +
    `${cloneId} (in the console: from CloudShell), or POST /routes/${route.name}/clones/${cloneId}/approve with ` +
    `{"planHash": "${plan.hash}"}; with {"reject": true} it ends, and nothing was changed.`;
  return { detailType: 'Clone Awaits Approval', detail: { ...told(clone, sentence), plan: about, until } };
}

/** A run that was refused before there was a clone. */
export function refusedEvent(refused: {
  cloneId: string;
  route: string;
  error: string;
  sentence: string;
}): Announcement {
  return { detailType: 'Clone Failed', detail: { version: '1', ...refused } };
}

/** The end of a run, as its report has it. */
export function endedEvent(
  clone: Clone,
  { status, failure, notDue }: { status: Status; failure?: { Error: string; Cause: string }; notDue?: string },
): Announcement {
  const sentence = failure?.Cause ?? notDue ?? goodEnd(clone, status);
  const detail = { ...told(clone, sentence), report: keysOf(clone.cloneId).reportPage };
  return { detailType: DONE[status], detail: failure ? { ...detail, error: failure.Error } : detail };
}

/** Of a run that was stopped, and ends with no report of its own. */
export function replacedEvent(clone: Clone, by: Pick<Clone, 'cloneId'>): Announcement {
  const sentence =
    `Run ${clone.cloneId} was stopped and is rolled back, since the next time of its schedule came before it was done: ` +
    `run ${by.cloneId} takes its place.`;
  return { detailType: 'Clone Replaced', detail: told(clone, sentence) };
}

export function removalEvent(clone: Clone, { removed, left }: { removed: boolean; left: string }): Announcement {
  const sentence = removed
    ? `Clone ${clone.cloneId} is removed, since its time to live is over.`
    : `The time of clone ${clone.cloneId} is over, but something is left, and each hour tries again: ${left}`;
  return {
    detailType: removed ? 'Clone Removed' : 'Clone Not Removed',
    detail: { ...told(clone, sentence), report: keysOf(clone.cloneId).reportPage },
  };
}

function goodEnd(clone: Clone, status: Status): string {
  if (status === 'PLANNED') return `The plan of run ${clone.cloneId} is made; nothing was changed.`;
  const stays = clone.expiresAt ? ` It is removed after ${clone.expiresAt}.` : '';
  return `Run ${clone.cloneId} is done: the workload and its data are in ${placeOf(clone, 'target')}.${stays}`;
}

const told = (clone: Clone, sentence: string): CloneEvent => ({
  version: '1',
  cloneId: clone.cloneId,
  route: clone.route.name,
  sentence,
  startedAt: clone.startedAt,
  source: placeOf(clone, 'source'),
  target: placeOf(clone, 'target'),
  ...(clone.expiresAt ? { expiresAt: clone.expiresAt } : {}),
});

const placeOf = ({ route }: Clone, side: 'source' | 'target') =>
  `${route[side].cluster} (${route[side].account}, ${route[side].region})`;
