/** How far the volumes of a run are, for people. */
import { isOver } from '../../core/base/ports/runs.ts';
import { table } from '../table.ts';
import type { Run } from './client.ts';

export type Volume = NonNullable<Run['volumes']>[number];

/** More are counted and not shown, but for those under way. */
const MOST_ROWS = 20;

export const isUnderWay = ({ stage }: Volume) => stage !== 'waiting' && stage !== 'verified';

/** `2 of 40 volumes verified, 20 under way, 18 waiting`, and of a run that is over no more than the first; '' when there are none yet. */
export function countVolumes(run: Run): string {
  const { volumes = [] } = run;
  if (volumes.length === 0) return '';
  const count = (of: (volume: Volume) => boolean) => volumes.filter(of).length;
  const verified = `${count(({ stage }) => stage === 'verified')} of ${volumes.length} volumes verified`;
  if (isOver(run)) return verified;
  const [underWay, waiting] = [count(isUnderWay), count(({ stage }) => stage === 'waiting')];
  return [
    verified,
    ...(underWay > 0 ? [`${underWay} under way`] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
  ].join(', ');
}

/** What volumes wait for, the counts, and when the last may be verified, in one line or in two. */
export function summaryOf(run: Run, columns: number): string[] {
  const count = countVolumes(run);
  if (!count) return [];
  const left = run.estimate ? `about ${spanOf(run.estimate.secondsLeft)} until the last` : '';
  const line = `  ${left ? `${count}; ${left}` : count}`;
  const waits = waitsOf(run.volumes ?? []).map((each) => each.slice(0, columns));
  return [...waits, ...(!left || line.length < columns ? [line] : [`  ${count}`, `  ${left}`])];
}

/** Of a volume while the snapshot at its source is completed, how far that is; afterwards how far the copy is. */
export const shownPercent = ({ percent, snapshotPercent }: Volume) => snapshotPercent ?? percent;

export const timeLeft = ({ estimate }: Volume) => (estimate ? spanOf(estimate.secondsLeft) : '');

/** A line for each thing that volumes wait for, with how many they are. */
export function waitsOf(volumes: readonly Volume[]): string[] {
  const waits = Map.groupBy(
    volumes.filter(({ waitingFor }) => waitingFor !== undefined),
    ({ waitingFor }) => waitingFor,
  );
  return [...waits].map(([waitingFor, { length, 0: first }]) =>
    length === 1 ? `  ${first?.claim} waits for ${waitingFor}` : `  ${length} volumes wait for ${waitingFor}`,
  );
}

/** The volumes as a table, and how many there are of which kind; '' when there are none yet. */
export function printVolumes(run: Run): string {
  const { volumes = [] } = run;
  if (volumes.length === 0) return '';
  const shown = volumes.length > MOST_ROWS ? volumes.filter(isUnderWay) : volumes;
  const estimated = shown.some(({ estimate }) => estimate);
  const rows = shown.map((volume) => [
    ...[volume.claim, `${volume.sizeGiB} GiB`, volume.stage, `${shownPercent(volume)} %`],
    ...(estimated ? [timeLeft(volume)] : []),
  ]);
  const head = ['volume', 'size', 'stage', 'done', ...(estimated ? ['left'] : [])];
  const lines = summaryOf(run, Number.POSITIVE_INFINITY);
  return `\n${rows.length > 0 ? `${table(head, rows)}\n\n` : ''}${lines.join('\n')}\n`;
}

/** Says once of each volume that it is verified; of many at once, how many they are. */
export function verifiedPrinter(write: (text: string) => void): (run: Run) => void {
  const told = new Set<string>();
  return (run) => {
    const fresh = (run.volumes ?? []).filter(({ claim, stage }) => stage === 'verified' && !told.has(claim));
    for (const { claim } of fresh) told.add(claim);
    if (fresh.length > MOST_LINES) write(`  ✓ ${countVolumes(run)}\n`);
    else for (const { claim, sizeGiB } of fresh) write(`  ✓ Volume ${claim} is verified (${sizeGiB} GiB)\n`);
  };
}

/** Volumes that are verified between two answers, seconds apart: more are those of a run that somebody joins late. */
const MOST_LINES = 5;

/** `45 s`, `12 min`, `2.5 h`. */
export function spanOf(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  if (seconds < 100 * 60) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
