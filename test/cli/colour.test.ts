import { spawnSync } from 'node:child_process';
import { Writable } from 'node:stream';
import { WriteStream } from 'node:tty';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { coloured, withoutColourFlag } from '../../cli/colour.ts';

const ESC = '\u001b';
const streamWith = (more: object) => Object.assign(new Writable(), more) as unknown as NodeJS.WriteStream;
/** A terminal of a person, whatever machine plays the test: Node shows fewer colours where CI or TEAMCITY_VERSION is set. */
const terminal = streamWith({
  isTTY: true,
  getColorDepth: () => WriteStream.prototype.getColorDepth.call(terminal, { TERM: 'xterm', ...asked() }),
});
const asked = () => (process.env.NO_COLOR ? { NO_COLOR: process.env.NO_COLOR } : {});
const pipe = streamWith({});
const [red, green, yellow] = [`${ESC}[31m`, `${ESC}[32m`, `${ESC}[33m`];
afterEach(() => vi.unstubAllEnvs());

function shown(text: string, stream = terminal, env: Record<string, string | undefined> = {}): string {
  for (const [name, value] of Object.entries({ NO_COLOR: undefined, FORCE_COLOR: undefined, ...env }))
    vi.stubEnv(name, value);
  return coloured(text, stream);
}

describe('colours', () => {
  it.each([
    ['  ✓ Plan clone (2.1 s)', green],
    ['    ✗ Apply the foundation (2.1 s)', red],
    ['  ■ Capture source', yellow],
    ['  blocker: Needs a class.', red],
    ['  warning: Look at web.', yellow],
    ['clone clone-1: SUCCEEDED', green],
    ['plan plan-1: blocked', red],
    ['  clone-1  failed (ApplyFailed)  clone', red],
    ['  clone-1  waiting for approval  clone', yellow],
    ['2026-11-22T10:00:01Z ✗ Plan clone: PlanBlocked', red],
  ])('%s', (line, colour) => expect(shown(line)).toContain(colour));

  it.each(['The plan is ready.', 'It failed, and was rolled back.', '  "status": "SUCCEEDED"', 'a warning: b'])(
    'are none for "%s"',
    (line) => expect(shown(line)).toBe(line),
  );

  it('are none in a pipe, with NO_COLOR, and of what others have written', () => {
    expect(shown('  ✓ x', pipe)).toBe('  ✓ x');
    expect(shown('  ✓ x', terminal, { NO_COLOR: '1' })).toBe('  ✓ x');
    expect(shown(`  blocker: ${ESC}[31mred${ESC}[0m ${ESC}]0;owned\u0007`)).not.toContain('owned');
    expect(shown(`${ESC}[31mred${ESC}[0m`)).toBe('red');
  });

  it('are there in a pipe with FORCE_COLOR', () => {
    expect(shown('  ✓ x', pipe, { FORCE_COLOR: '1' })).toContain(green);
  });
});

it('takes --no-color before or after the command, and leaves what stands behind --', () => {
  const env: NodeJS.ProcessEnv = { FORCE_COLOR: '1' };
  expect(withoutColourFlag(['--no-color', 'plan', 'x', '--no-color', '--', '--no-color'], env)).toEqual([
    'plan',
    'x',
    '--',
    '--no-color',
  ]);
  expect(env).toEqual({ NO_COLOR: '1' });
});

it('colours no JSON, even when colours are asked for', () => {
  const env = { ...process.env, FORCE_COLOR: '1' };
  const { stdout } = spawnSync(process.execPath, ['cli/main.ts', 'openapi'], { env });
  expect(stdout.toString()).not.toContain(ESC);
});
