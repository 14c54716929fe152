import type { Announcement, CloneEvent, PlanFigures } from '../base/ports/clone-event.ts';
import type { Clone } from '../base/run/envelope.ts';
import { keysOf } from '../base/run/keys.ts';
import { brings } from '../base/strategies.ts';
import { sayMasking } from '../plan/masking/say-masking.ts';
import { blockersOf, type Plan, warningsOf } from '../plan/plan.ts';
import { sayNames } from '../plan/say-names.ts';
import type { Status } from './report.ts';

const DONE: Record<Status, Announcement['detailType']> = {
  SUCCEEDED: 'Clone Succeeded',
  PLANNED: 'Clone Planned',
  FAILED: 'Clone Failed',
  SKIPPED: 'Clone Skipped',
};

export function startedEvent(clone: Clone): Announcement {
  const what = clone.mode === 'plan' ? 'planning' : 'cloning';
  const sentence =
    clone.mode === 'capture'
      ? `Run ${clone.cloneId} began a capture of ${placeOf(clone, 'source')}.`
      : `Run ${clone.cloneId} began ${what} from ${originOf(clone)} to ${placeOf(clone, 'target')}.`;
  return { detailType: 'Clone Started', detail: told(clone, sentence) };
}

/** The plan in short: what is copied, and what it costs. */
export function figuresOf(plan: Plan): PlanFigures {
  const going = plan.volumes.filter(brings);
  return {
    hash: plan.hash,
    objects: plan.objects.filter(({ outcome }) => outcome !== 'drop').length,
    volumes: going.length,
    gibibytes: going.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0),
    dollars: plan.dollars,
    minutes: plan.minutes,
    blockers: blockersOf(plan).length,
    warnings: warningsOf(plan).length,
  };
}

/** `40 objects and 3 volumes with 5 GiB, about $0.1 and 6 minutes, with 2 warnings` */
const inShort = ({ objects, volumes, gibibytes, dollars, minutes, warnings }: PlanFigures) =>
  `${objects} objects and ${volumes} volumes with ${gibibytes} GiB, about $${dollars} and ${minutes} minutes, with ${warnings} warnings`;

/** With all that a person needs to decide, and how to say so. */
export function approvalEvent(clone: Clone, plan: Plan, until: string): Announcement {
  const about = figuresOf(plan);
  const { route, cloneId } = clone;
  const names = sayNames(plan);
  const sentence =
    `Run ${cloneId} on route ${route.name}${clone.askedBy ? `, asked for by ${clone.askedBy},` : ''} waits for an approval until ${until}. It is to clone from ` +
    `${placeOf(clone, 'source')} to ${placeOf(clone, 'target')}${names ? `, ${names}` : ''}: ${inShort(about)}` +
    `${plan.cluster ? ', into a cluster that it makes first' : ''}. ${plan.masking ? `${sayMasking(plan.masking).join(' ')} ` : ''}Look and approve: kubeferry approve ${route.name} ` +
    `${cloneId} (in the console: from CloudShell), or POST /routes/${route.name}/clones/${cloneId}/approve with ` +
    `{"planHash": "${plan.hash}"}; with {"reject": true} it ends, and nothing was changed.`;
  return { detailType: 'Clone Awaits Approval', detail: { ...told(clone, sentence), plan: about, until } };
}

/** The source works on, and its changes are kept few until somebody says so. */
export function cutOverApprovalEvent(clone: Clone, plan: Plan, until: string): Announcement {
  const { route, cloneId } = clone;
  const sentence =
    `Run ${cloneId} on route ${route.name} copies ${placeOf(clone, 'source')} to ${placeOf(clone, 'target')} while it runs, and waits until ${until} for ` +
    `somebody to approve the cut-over: ${cloneId} then takes the source down, for ${clone.migrate?.maxDowntimeMinutes} minutes at most. Approve: kubeferry approve ` +
    `${route.name} ${cloneId} --cut-over (in the console: from CloudShell), or POST /routes/${route.name}/clones/${cloneId}/approve with ` +
    `{"cutOver": true, "planHash": "${plan.hash}"}; with {"cutOver": true, "reject": true} it ends, and the source was not touched.`;
  return { detailType: 'Clone Awaits Approval', detail: { ...told(clone, sentence), plan: figuresOf(plan), until } };
}

/** A run that was refused before there was a clone. */
export function refusedEvent({
  cloneId,
  route,
  error,
  sentence,
}: Required<Pick<CloneEvent, 'cloneId' | 'route' | 'error' | 'sentence'>>): Announcement {
  const whole = `Run ${cloneId} on route ${route} was refused (${error}). ${sentence}`;
  return { detailType: 'Clone Failed', detail: { version: '1', cloneId, route, error, sentence: whole } };
}

interface Ended {
  status: Status;
  failure?: { Error: string; Cause: string };
  notDue?: string;
  /** That the source stays at zero, and how to bring it back. */
  cutOver?: string;
  plan?: PlanFigures;
  left?: string;
}

/** The end of a run, as its report has it. */
export function endedEvent(clone: Clone, { status, failure, notDue, cutOver, plan, left }: Ended): Announcement {
  const good = [notDue ?? goodEnd(clone, status, plan), ...(cutOver ? [cutOver] : []), ...(left ? [left] : [])].join(
    ' ',
  );
  const sentence = failure ? badEnd(clone, failure) : good;
  const detail = {
    ...told(clone, sentence),
    report: keysOf(clone.cloneId).reportPage,
    ...(plan ? { plan } : {}),
    ...(failure ? { error: failure.Error } : {}),
  };
  return { detailType: DONE[status], detail };
}

/** Of a run that was stopped, and ends with no report of its own. */
export function replacedEvent(clone: Clone, by: Pick<Clone, 'cloneId'>): Announcement {
  const sentence =
    `Run ${clone.cloneId} was stopped and is rolled back, since the next time of its schedule came before it was done: ` +
    `run ${by.cloneId} takes its place.`;
  return { detailType: 'Clone Replaced', detail: told(clone, sentence) };
}

export function removalEvent(clone: Clone, { removed, left }: { removed: boolean; left: string }): Announcement {
  const what = clone.mode === 'capture' ? 'capture' : 'clone';
  const sentence = removed
    ? `${what === 'capture' ? 'Capture' : 'Clone'} ${clone.cloneId} is removed, since its time to live is over.`
    : `The time to live of ${what} ${clone.cloneId} is over, but something is left, and its removal is tried again each hour: ${left}`;
  return {
    detailType: removed ? 'Clone Removed' : 'Clone Not Removed',
    detail: { ...told(clone, sentence), report: keysOf(clone.cloneId).reportPage },
  };
}

/** A message is the sentence alone, so that it has to name its run. */
const badEnd = ({ cloneId, route }: Clone, { Error: error, Cause: cause }: { Error: string; Cause: string }) =>
  `Run ${cloneId} on route ${route.name} failed (${error}). ${cause} All of it: kubeferry report ${route.name} ${cloneId}`;

function goodEnd(clone: Clone, status: Status, plan: PlanFigures | undefined): string {
  const { cloneId, route, expiresAt } = clone;
  if (status === 'PLANNED') {
    const blocked = plan?.blockers ? ` A clone would be refused, for ${plan.blockers} blockers.` : '';
    const figures = plan ? `: ${inShort(plan)}` : '';
    return `The plan of run ${cloneId} on route ${route.name} is made${figures}; nothing was changed.${blocked}`;
  }
  const stays = expiresAt ? ` It is removed after ${expiresAt}.` : '';
  if (clone.mode === 'capture')
    return `Run ${cloneId} is done: it keeps a capture of ${placeOf(clone, 'source')}, which kubeferry captures ${route.name} lists.${stays}`;
  return `Run ${cloneId} is done: the workload and its data are in ${placeOf(clone, 'target')}.${stays}`;
}

const told = (clone: Clone, sentence: string): CloneEvent => ({
  version: '1',
  cloneId: clone.cloneId,
  route: clone.route.name,
  sentence,
  ...(clone.askedBy ? { askedBy: clone.askedBy } : {}),
  startedAt: clone.startedAt,
  source: placeOf(clone, 'source'),
  target: placeOf(clone, 'target'),
  ...(clone.expiresAt ? { expiresAt: clone.expiresAt } : {}),
});

/** What the clone is made of: the source as it is, or what was kept of it. */
function originOf(clone: Clone): string {
  const { fromBackup, fromCapture } = clone;
  if (fromBackup) return `Velero backup "${fromBackup.name}" of ${fromBackup.takenAt}, of ${placeOf(clone, 'source')},`;
  if (fromCapture) return `capture "${fromCapture.name}" of ${fromCapture.takenAt}, of ${placeOf(clone, 'source')},`;
  return placeOf(clone, 'source');
}

const placeOf = ({ route }: Clone, side: 'source' | 'target') =>
  `${route[side].cluster} (${route[side].account}, ${route[side].region})`;
