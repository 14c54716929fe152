import { WriteStream } from 'node:tty';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { byLines, displayOn } from '../../../cli/api/display.ts';
import { many, run, step, waitingStep } from './runs-with-volumes.ts';

beforeEach(() => {
  vi.stubEnv('NO_COLOR', '1');
  vi.stubEnv('FORCE_COLOR', undefined);
});
afterEach(() => vi.unstubAllEnvs());

const DRAWN = run({ steps: [step('Transfer workload')], volumes: many(3, 1, 2) });
const ENDED = run({
  status: 'SUCCEEDED',
  steps: [step('Transfer workload', 50, [step('Copy each volume', 40)])],
  volumes: many(3, 3, 0),
});
const WAITING = run({
  approval: { status: 'waiting', planHash: 'h', askedAt: 'then', until: 'tomorrow' },
  steps: [step('Prepare clone')],
});

/** What a terminal is sent. */
function terminal(columns = 80) {
  const sent: string[] = [];
  const stream = Object.assign(Object.create(WriteStream.prototype) as WriteStream, {
    isTTY: true,
    columns,
    rows: 24,
    write: (text: string) => sent.push(text) > 0,
  });
  return { sent, display: displayOn(stream) };
}

describe('on a terminal', () => {
  it('draws in place, and leaves all steps there when the run is over', () => {
    const { sent, display } = terminal();
    display.show(DRAWN);
    expect(sent.join('')).toContain('1 of 3 volumes verified, 2 under way');
    sent.length = 0;
    display.show(ENDED);
    expect(sent.at(-1)).toBe(
      '  ✓ Transfer workload (50.0 s)\n    ✓ Copy each volume (40.0 s)\n\n  3 of 3 volumes verified\n',
    );
    // Before that, what was drawn is erased.
    expect(sent.slice(0, -1).join('')).toContain('\u001b[2K');
  });

  it('is left alone after Ctrl-C, also when an answer was on its way', () => {
    const { sent, display } = terminal();
    display.show(DRAWN);
    display.stop();
    const before = sent.length;
    display.show(ENDED);
    display.stop();
    expect(sent).toHaveLength(before);
  });

  it('says once, and in one line to be copied, how to approve a run that waits', () => {
    const { sent, display } = terminal(30);
    for (const _ of [1, 2, 3]) display.show(WAITING);
    expect(sent.join('').match(/kubeferry approve prod-to-dev clone-1/g)).toHaveLength(1);
  });
});

it('writes to a log lines alone, each once, and moves no cursor', () => {
  const lines: string[] = [];
  const display = byLines((text) => lines.push(text));
  for (const each of [DRAWN, DRAWN, ENDED, ENDED]) display.show(each);
  expect(lines).toEqual([
    '  ✓ Volume shop/data-orders-0 is verified (10 GiB)\n',
    '  ✓ Volume shop/data-orders-1 is verified (10 GiB)\n',
    '  ✓ Volume shop/data-orders-2 is verified (10 GiB)\n',
    '    ✓ Copy each volume (40.0 s)\n',
    '  ✓ Transfer workload (50.0 s)\n',
  ]);
});

it('writes to a log once what a step waits for that waits for long', () => {
  const lines: string[] = [];
  const display = byLines((text) => lines.push(text));
  const tried = (attempts: number) =>
    run({ steps: [waitingStep('Start clone', `Waits for run a, try ${attempts}.`, attempts)] });
  for (const attempts of [2, 5, 6, 7]) display.show(tried(attempts));
  display.show(run({ status: 'SUCCEEDED', steps: [step('Start clone', 90)] }));
  expect(lines).toEqual(['  … Start clone\n', '    Waits for run a, try 6.\n', '  ✓ Start clone (90.0 s)\n']);
});
