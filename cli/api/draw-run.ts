import type { Step } from '../../core/serve/api/schemas.ts';
import type { Run } from './client.ts';
import { stepLines } from './follow.ts';
import { barsOf } from './volume-bars.ts';
import { summaryOf } from './volume-lines.ts';

/** Of a terminal. */
export interface Size {
  columns: number;
  rows: number;
}

/** Lines for the bars of volumes that the steps leave free, however many steps there are. */
const BARS_AT_LEAST = 4;

/**
 * A run under way as lines that fit the terminal: its steps, those of steps that have ended left out, and below them a bar
 * for each volume under way. When there is not room for all, the oldest steps go first.
 */
export function drawRun(run: Run, { columns, rows }: Size): string[] {
  // The cursor stands on a line of its own below.
  const room = Math.max(1, rows - 1);
  const summary = summaryOf(run, columns);
  const head = summary.length > 0 ? ['', ...summary] : [];
  const left = room - head.length;
  const reserved = barsOf(run, { columns, rows: BARS_AT_LEAST }).length;
  const steps = openTree(run.steps).slice(-Math.max(1, left - reserved));
  const bars = barsOf(run, { columns, rows: Math.max(0, left - steps.length) });
  return [...steps, ...head, ...bars].slice(-room).map((line) => fitting(line, columns));
}

const fitting = (line: string, columns: number) =>
  line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`;

/** Steps, and those within the ones that are running. */
const openTree = (steps: readonly Step[], depth = 1): string[] =>
  steps.flatMap((step) => [
    ...stepLines(step, depth),
    ...(step.status === 'running' ? openTree(step.steps ?? [], depth + 1) : []),
  ]);
