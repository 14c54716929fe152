import type * as z from 'zod';
import type { RunList } from '../../core/serve/api/schemas.ts';
import { table } from '../table.ts';
import { resultOf } from './result-words.ts';
import { spanOf } from './volume-lines.ts';

export type ListedRun = z.infer<typeof RunList>['clones'][number];

/** More of them are counted. */
const NAMESPACES = 3;

/** `more` when these are not all; `now` in milliseconds, for their ages. */
export function printRuns(runs: readonly ListedRun[], more: boolean, now: number): string {
  if (runs.length === 0 && !more) return 'There is no such run in the last 90 days.\n';
  const rows = runs.map((run) => [
    ...[run.id, wordsOf(run), run.mode ?? '', namesOf(run), ageOf(run, now), tookOf(run), askerOf(run)],
  ]);
  const rest = `\nThe latest ${runs.length} are shown, and there are more: --limit ${10 * runs.length} shows up to that many, --status those of one status.\n`;
  return `${table(['id', 'result', 'mode', 'namespaces', 'age', 'took', 'asked by'], rows)}\n${more ? rest : ''}`;
}

function wordsOf(run: ListedRun): string {
  if (run.skipped) return 'skipped';
  if (run.waiting) return 'waiting for approval';
  const result = resultOf(run);
  const madeSomething = /^(succeeded|failed|stopped|out of time)/.test(result);
  return run.rolledBack && madeSomething && run.mode !== 'plan' ? `${result}, rolled back` : result;
}

function namesOf({ namespaces = [] }: ListedRun): string {
  if (namespaces.includes('*')) return 'all';
  const more = namespaces.length - NAMESPACES;
  return `${namespaces.slice(0, NAMESPACES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Of an ARN what is behind the account: `assumed-role/dev/jane`, `user/ci`. */
const askerOf = ({ askedBy = '', schedule }: ListedRun) =>
  (askedBy || (schedule ? `schedule ${schedule}` : '')).replace(
    /^arn:[^:]*:(?:iam|sts)::\d*:|^somebody in | \(CloudTrail.*/g,
    '',
  );

const ageOf = ({ startedAt }: ListedRun, now: number) => `${shortSpan((now - Date.parse(startedAt)) / 1000)} ago`;

const tookOf = ({ startedAt, endedAt }: ListedRun) =>
  endedAt ? shortSpan((Date.parse(endedAt) - Date.parse(startedAt)) / 1000) : '–';

const DAY_S = 86_400;
const shortSpan = (seconds: number) =>
  seconds < 2 * DAY_S ? spanOf(Math.max(0, seconds)) : `${Math.floor(seconds / DAY_S)} days`;
