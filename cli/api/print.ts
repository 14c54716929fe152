import type { MaskingRecord } from '../../core/execute/masking/settle-masking.ts';
import type { PlannedPace } from '../../core/plan/pace/plan-pace.ts';
import { sayPace } from '../../core/plan/pace/say-pace.ts';
import { expectation } from '../../core/plan/volumes/say-lineage.ts';
import { type PlannedVolume, wayOf } from '../../core/plan/volumes/volume-plan.ts';
import { type Movement, sayMovement } from '../../core/reporting/movement.ts';
import type { ObjectRef } from '../../kube/kube-object.ts';
import { table } from '../table.ts';
import type { Plan, Run } from './client.ts';
import { printWaiting, tree } from './follow.ts';
import { findingLines, type PrintedFinding } from './print-findings.ts';
import { headingLines } from './print-heading.ts';
import { maskedLines, maskingLines } from './print-masking.ts';
import { roundLines } from './print-rounds.ts';
import { takenLines } from './print-taken.ts';
import { printVolumes } from './volume-lines.ts';

export interface Report {
  /** False: the lists of single objects were too long for an answer. */
  complete?: boolean;
  cloneId: string;
  status: string;
  askedBy?: string;
  startedAt: string;
  endedAt: string;
  route?: { name?: string; source: string; target: string };
  evidence?: { key: string } | { missing: string };
  namespaces?: string[];
  mapped?: Record<string, string>;
  planHash?: string;
  minutes?: number;
  objects: Record<string, number>;
  volumes: {
    claim: string;
    strategy?: string;
    keeps?: string;
    sourceVolumeId?: string;
    targetVolumeId?: string;
    movement?: Movement;
  }[];
  findings: PrintedFinding[];
  dollars?: number;
  cost?: { expected: number; recorded: number };
  approval?: { by: string; at: string };
  pace?: { sentence: string };
  masking?: MaskingRecord;
  capture?: { sentence: string };
  cutOver?: { sentence: string; rounds?: { number: number; seconds: number; bytes: number }[] };
  safety?: { sentence: string }[];
  kept?: { at: string; why: string }[];
  failure?: { error: string; sentence: string };
  left?: { sentence: string };
  /** What waits until somebody starts it. */
  starts?: { ref: ObjectRef; patch: string }[];
}

/** Status, and why it failed: what is left to say when the steps were printed as they went. */
export const printEnd = (run: Run): string => `${run.mode} ${run.id}: ${run.status}\n${failed(run)}${left(run)}`;

/** Status, steps, volumes, and why it failed. */
export function printRun(run: Run): string {
  const { mode, id, steps } = run;
  const asked = run.askedBy ? `  asked for by ${run.askedBy}\n` : '';
  const rest = `${printWaiting(run)}${approved(run)}${failed(run)}${left(run)}${attempts(run)}${keptLines(run)}`;
  const volumes = printVolumes(run);
  return `${mode} ${id}: ${statusOf(run)}\n${asked}${tree(steps)}${roundLines(run.rounds)
    .map((line) => `${line}\n`)
    .join('')}${volumes}${volumes && rest ? '\n' : ''}${rest}`;
}

/** What the roll-back has left to others, with the reason of each, and how it goes once they are done with it. */
export function keptLines({ route, id, kept = [] }: Run): string {
  if (kept.length === 0) return '';
  const lines = kept.map(({ at, why }) => `  kept ${at}: ${why}\n`);
  return `${lines.join('')}Once others have nothing there any more, this removes it: kubeferry rollback ${route} ${id}\n`;
}

const statusOf = ({ status, approval }: Run) => (approval?.status === 'waiting' ? 'waiting for approval' : status);

const approved = ({ approval }: Run) =>
  approval?.status === 'approved' && approval.by ? `Approved by ${approval.by} at ${approval.at}.\n` : '';

export function printPlan({ id, status, plan, failure }: Plan): string {
  if (!plan) return `plan ${id}: ${status}\n${failed({ failure })}`;
  const outcomes = Object.entries(Object.groupBy(plan.objects, ({ outcome }) => outcome));
  const refreshes = plan.volumes.some(({ replaces }) => replaces);
  const tells = plan.volumes.some(({ basis }) => basis);
  const rows = plan.volumes.map((volume) => [
    ...[volume.claim, wayOf(volume), `${volume.sizeGiB} GiB`, volume.zone],
    ...(tells ? [expectation(volume as Partial<PlannedVolume>) || '–'] : []),
    ...(refreshes ? [volume.replaces ?? '–'] : []),
  ]);
  const heads = ['claim', 'way', 'size', 'zone', ...(tells ? ['to move'] : []), ...(refreshes ? ['replaces'] : [])];
  return [
    `plan ${id}: ${plan.blocked ? 'blocked' : 'ready'}`,
    ...headingLines(plan),
    ...rulesLines(plan),
    ...maskingLines(plan.masking),
    ...takenLines(plan.taken),
    // An answer that would be too long has no objects: they are counted where they are listed.
    ...(outcomes.length > 0
      ? [`  objects: ${outcomes.map(([outcome, all = []]) => `${all.length} ${outcome}`).join(', ')}`]
      : []),
    `  about ${plan.minutes} minutes and $${plan.dollars}`,
    ...(plan.pace ? [`  ${sayPace(plan.pace as PlannedPace)}`] : []),
    ...keptLine(plan.volumes),
    ...(rows.length > 0 ? ['', table(heads, rows)] : []),
    ...findingLines(plan.findings),
    '',
  ].join('\n');
}

/** Which rules are not kubeferry's own; what is switched off is among the warnings. */
function rulesLines(plan: NonNullable<Plan['plan']>): string[] {
  const { own = [] } = (plan.rules ?? {}) as { own?: { name: string }[] };
  return own.length > 0 ? [`  rules of one's own: ${own.map(({ name }) => name).join(', ')}`] : [];
}

export function printReport(report: Report): string {
  const counts = Object.entries(report.objects).map(([name, count]) => `${count} ${name}`);
  const tells = report.volumes.some(({ movement }) => movement);
  const rows = report.volumes.map((volume) => [
    ...[volume.claim, wayOf(volume), volume.sourceVolumeId ?? '', volume.targetVolumeId ?? '–'],
    ...(tells ? [volume.movement ? sayMovement(volume.movement) : '–'] : []),
  ]);
  return [
    `${report.cloneId}: ${report.status}, ${report.startedAt} to ${report.endedAt}`,
    ...(report.route ? [`  from ${report.route.source}`, `  to   ${report.route.target}`] : []),
    ...headingLines({ ...report, hash: report.planHash }),
    ...(report.minutes ? [`  planned for about ${report.minutes} minutes`] : []),
    `  objects: ${counts.join(', ')}`,
    ...(report.cost ? [`  cost: $${report.cost.recorded} recorded, $${report.cost.expected} expected`] : []),
    ...(report.approval ? [`  approved by ${report.approval.by} at ${report.approval.at}`] : []),
    ...maskedLines(report.masking),
    ...(report.pace ? [`  ${report.pace.sentence}`] : []),
    ...(report.capture ? [`  ${report.capture.sentence}`] : []),
    ...(report.cutOver ? [`  ${report.cutOver.sentence}`] : []),
    ...(report.safety ?? []).map(({ sentence }) => `  ${sentence}`),
    ...roundLines(report.cutOver?.rounds?.map(({ number: round, ...each }) => ({ round, ...each }))),
    ...evidenceLines(report),
    ...(rows.length > 0 ? ['', table(['claim', 'way', 'source', 'target', ...(tells ? ['moved'] : [])], rows)] : []),
    ...findingLines(report.findings),
    ...(report.kept ?? []).map(({ at, why }) => `  kept ${at}: ${why}`),
    `${failed(report)}${left({ left: report.left?.sentence })}`,
  ].join('\n');
}

function evidenceLines({ evidence, cloneId, route }: Report): string[] {
  if (!evidence) return [];
  return [
    `  ${'missing' in evidence ? evidence.missing : `signed: kubeferry evidence ${route?.name ?? ''} ${cloneId}`}`,
  ];
}

/** What stays beyond the run, and is paid for month by month. */
function keptLine(volumes: readonly { lineage?: { dollarsAMonth: number } | undefined }[]): string[] {
  const kept = volumes.flatMap(({ lineage }) => lineage ?? []);
  const dollars = kept.reduce((sum, { dollarsAMonth }) => sum + dollarsAMonth, 0);
  if (kept.length === 0) return [];
  const what = kept.length === 1 ? 'one volume' : `${kept.length} volumes`;
  return [`  keeps snapshots of ${what} for the next clone: about $${Number(dollars.toFixed(4))} a month`];
}

const left = (run: { left?: string | undefined }) => (run.left ? `Left to clean up: ${run.left}\n` : '');

/** What was done about the run after its end, with the reason when it failed. */
const attempts = ({ rollBack, cleanUp }: Run) =>
  [
    ...(rollBack ? [`Roll-back ${rollBack.id}: ${rollBack.status}\n${failed(rollBack)}`] : []),
    ...(cleanUp ? [`Clean-up ${cleanUp.id}: ${cleanUp.status}\n${failed(cleanUp)}`] : []),
  ].join('');

const failed = ({ failure }: { failure?: { error: string; sentence: string } | undefined }) =>
  failure ? `${failure.error}: ${failure.sentence}\n` : '';
