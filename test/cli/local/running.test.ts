import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { profilesOf } from '../../../cli/local/profiles.ts';
import { findRunning, keepRunning, type RunningCloud } from '../../../cli/local/running.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-running-'));
  vi.stubEnv('XDG_CACHE_HOME', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const cluster = (name: string) => ({
  name,
  endpoint: 'https://127.0.0.1:1',
  certificateAuthority: 'CA',
  admin: { token: 't' },
});
const running = (port: number, pid = process.pid): RunningCloud => ({
  pid,
  endpoint: `http://127.0.0.1:${port}`,
  clusters: { source: cluster('prod'), target: cluster('dev') },
});
/** Of a process that has ended. */
const gone = () => spawnSync(process.execPath, ['--version']).pid;

it('is found by other commands as long as it runs, and leaves nothing', () => {
  const { forget } = keepRunning(running(4566), 'profiles');
  expect(findRunning(undefined).clusters.target.name).toBe('dev');
  forget();
  expect(readdirSync(join(folder, 'kubeferry', 'local'))).toEqual([]);
  expect(() => findRunning(undefined)).toThrow('No local cloud runs: start one with kubeferry local.');
});

it('keeps its keys where only their owner can read them', () => {
  const { awsConfig } = keepRunning(running(4566), 'profiles');
  const inside = join(folder, 'kubeferry', 'local');
  expect(statSync(inside).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(inside)) expect(statSync(join(inside, name)).mode & 0o777).toBe(0o600);
  expect(readFileSync(awsConfig, 'utf8')).toBe('profiles');
});

it('is not found when it was killed', () => {
  keepRunning(running(4566, gone()), '');
  expect(() => findRunning('4566')).toThrow('No local cloud runs at port 4566');
  keepRunning(running(4566), '');
  expect(findRunning('4566').pid).toBe(process.pid);
});

it('has to be named where several run', () => {
  keepRunning(running(4566), '');
  keepRunning(running(4577), '');
  expect(() => findRunning(undefined)).toThrow('2 local clouds run: give --port, one of 4566, 4577.');
  expect(findRunning('4577').endpoint).toBe('http://127.0.0.1:4577');
});

it('says in a command that none runs', () => {
  const env = { ...process.env, XDG_CACHE_HOME: folder };
  const { status, stderr } = spawnSync(process.execPath, ['cli/main.ts', 'local', 'kubeconfig', 'target'], { env });
  expect(status).toBe(2);
  expect(stderr.toString()).toBe('kubeferry: No local cloud runs: start one with kubeferry local.\n');
});

it('has a profile for each of its people', () => {
  const keys = (name: string) => ({ accessKeyId: `AKIA${name}`, secretAccessKey: 's' });
  const people = { viewer: keys('1'), operator: keys('2') };
  expect(profilesOf(people, { endpoint: 'http://127.0.0.1:1', region: 'eu-west-1' })).toBe(`[profile viewer]
region = eu-west-1
endpoint_url = http://127.0.0.1:1
aws_access_key_id = AKIA1
aws_secret_access_key = s

[profile operator]
region = eu-west-1
endpoint_url = http://127.0.0.1:1
aws_access_key_id = AKIA2
aws_secret_access_key = s
`);
});
