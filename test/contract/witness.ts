import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SCENARIO_NAMES } from './recording/scenario-names.data.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const MOST_BYTES = 2 ** 28;

export interface Deviation {
  side: 'request' | 'answer' | 'signature';
  /** `ebs:StartSnapshot`. */
  operation: string;
  what: string;
  count: number;
  example: unknown;
}

export interface Verdict {
  botocore: string;
  /** `ebs:StartSnapshot` -> how often. */
  operations: Record<string, number>;
  /** Service -> how many signatures came out the same. */
  signatures: Record<string, number>;
  deviations: Deviation[];
}

/** Plays all scenarios, two at a time, each in a process of its own. Answers the recordings. Throws what a process says. */
export async function playAll(): Promise<{ files: string[]; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-recorded-'));
  const waiting = [...SCENARIO_NAMES];
  const files = waiting.map((name) => join(folder, `${name}.jsonl`));
  const play = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) await playOne(name, join(folder, `${name}.jsonl`));
  };
  await Promise.all([play(), play()]);
  return { files, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function playOne(name: string, file: string): Promise<void> {
  const child = spawn(process.execPath, [at('recording/play.ts'), name, file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`The scenario "${name}" failed:\n${said}`);
}

export async function judgeCalls(python: string, files: readonly string[]): Promise<Verdict> {
  const run = promisify(execFile);
  const { stdout } = await run(python, [at('judge/judge.py'), ...files], { maxBuffer: MOST_BYTES });
  return JSON.parse(stdout) as Verdict;
}
