import { setTimeout as sleep } from 'node:timers/promises';
import type { Step } from '../../core/serve/api/schemas.ts';
import type { Client, Run } from './client.ts';

/** The first look comes soon, since plans are quick; then every few seconds. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 3000;

export const runPath = (route: string, id = '') =>
  `/routes/${encodeURIComponent(route)}/clones${id ? `/${encodeURIComponent(id)}` : ''}`;

/** Asks until `over`; `onChange` gets every answer. */
export async function poll<T = Run>(
  client: Client,
  path: string,
  over: (run: T) => boolean,
  onChange: (run: T) => void = () => {},
): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.3, LONGEST_PAUSE_MS)) {
    const run = await client.send<T>({ method: 'GET', path });
    onChange(run);
    if (over(run)) return run;
    await sleep(pause);
  }
}

/** After so many tries a step has waited for most of a minute. */
const LONG_WAIT_ATTEMPTS = 6;

/**
 * Prints each step once, when it has ended, below the step whose machine it is part of; of one that waits for long, once
 * what for.
 */
export function stepPrinter(write: (text: string) => void): (run: Run) => void {
  const printed = new Set<string>();
  const print = (steps: readonly Step[], path: string, depth: number) => {
    steps.forEach((step, index) => {
      const key = `${path}/${index} ${step.name}`;
      print(step.steps ?? [], key, depth + 1);
      const isNews = step.status !== 'running' || (step.waitingFor && step.attempts >= LONG_WAIT_ATTEMPTS);
      if (!isNews || printed.has(`${key} ${step.status}`)) return;
      printed.add(`${key} ${step.status}`);
      for (const line of stepLines(step, depth)) write(`${line}\n`);
    });
  };
  return ({ steps }) => print(steps, '', 1);
}

/** Says once that the run waits for an approval, and how to give it. */
export function waitingPrinter(write: (text: string) => void): (run: Run) => void {
  let asked: string | undefined;
  return (run) => {
    if (run.approval?.status !== 'waiting' || run.approval.askedAt === asked) return;
    asked = run.approval.askedAt;
    write(printWaiting(run));
  };
}

/** `  … waits for an approval until …: kubeferry approve prod-to-dev clone-1`; nothing when it does not. */
export const printWaiting = ({ route, id, approval }: Run): string =>
  approval?.status === 'waiting'
    ? `  … waits for an approval${ofWhat(approval)} until ${approval.until}: kubeferry approve ${route} ${id}${approval.of ? ' --cut-over' : ''}\n`
    : '';

const ofWhat = ({ of }: NonNullable<Run['approval']>) => (of ? ' of its cut-over, which takes the source down,' : '');

const MARK = { succeeded: '✓', failed: '✗', stopped: '■', running: '…' } as const;

/**
 * `  ✓ Plan clone (2.1 s)`, and below a step that is running what it waits for. Of one that was not needed nothing; of a
 * roll-back that there was nothing to undo.
 */
export function stepLines(step: Step, depth: number): string[] {
  const { status, name, seconds, attempts, waitingFor, notNeeded, steps } = step;
  if (notNeeded) return steps ? [`${'  '.repeat(depth)}– ${name}: there was nothing to undo`] : [];
  const time = seconds === undefined ? '' : ` (${seconds.toFixed(1)} s${attempts > 1 ? `, ${attempts} tries` : ''})`;
  const indent = '  '.repeat(depth);
  const waits = status === 'running' && waitingFor ? [`${indent}  ${waitingFor}`] : [];
  return [`${indent}${MARK[status]} ${name}${time}`, ...waits];
}

/** All steps as a tree. */
export function tree(steps: readonly Step[], depth = 1): string {
  return steps
    .flatMap((step) => [
      ...stepLines(step, depth).map((line) => `${line}\n`),
      ...(step.notNeeded ? [] : [tree(step.steps ?? [], depth + 1)]),
    ])
    .join('');
}
