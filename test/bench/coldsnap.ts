/** AWS's own tool (https://github.com/awslabs/coldsnap), which copies by way of a file: it downloads one snapshot and uploads another. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { Credentials } from '../../emulator/base/records.ts';
import type { CopierJob, CopierResult } from './block-copiers.ts';

export async function copyByColdsnap(binary: string, file: string, job: CopierJob): Promise<CopierResult> {
  const { source, target, endpoint, authority, workers } = job;
  rmSync(file, { force: true });
  const run = (at: { region: string; credentials: Credentials }, args: string[]) =>
    timed([binary, '--endpoint', endpoint, '--region', at.region, ...args], {
      ...environmentOf(at.credentials),
      AWS_EC2_METADATA_DISABLED: 'true',
      ...(authority ? { SSL_CERT_FILE: authority } : {}),
    });
  const quietly = ['--no-progress', '--workers', String(workers)];
  const started = performance.now();
  const got = await run(source, ['download', ...quietly, source.snapshotId, file]);
  const put = await run(target, ['upload', ...quietly, '--omit-zero-blocks', '--kms-key-id', target.kmsKeyArn, file]);
  return {
    seconds: (performance.now() - started) / 1_000,
    cpuSeconds: got.cpuSeconds + put.cpuSeconds,
    peakRssBytes: Math.max(got.peakRssBytes, put.peakRssBytes),
  };
}

const environmentOf = ({ accessKeyId, secretAccessKey, sessionToken }: Credentials) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  ...(sessionToken ? { AWS_SESSION_TOKEN: sessionToken } : {}),
});

/** By GNU time: seconds in user and kernel mode, and KiB at most. Throws with what the program says when it fails. */
async function timed(command: string[], env: Record<string, string>) {
  const child = spawn('/usr/bin/time', ['-f', 'took %U %S %M', ...command], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  const [code] = await once(child, 'close');
  const [, user, system, kib] = /took ([\d.]+) ([\d.]+) (\d+)/.exec(said) ?? [];
  if (code !== 0 || user === undefined) throw new Error(`${command[0]} ended with ${code}: ${said}`);
  return { cpuSeconds: Number(user) + Number(system), peakRssBytes: Number(kib) * 1_024 };
}
