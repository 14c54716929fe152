/** The EBS that blocks are copied in: the local cloud's own, or one that costs next to nothing, each a process of its own. */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BLOCKS_PER_GIB } from '../../core/base/ports/block-store.ts';
import { go } from '../cluster/go.ts';
import { makePki } from '../cluster/pki.ts';
import { ask } from './copier-session.ts';
import type { EbsServerAnswer } from './ebs-server.ts';

export interface EbsServer {
  /** A full snapshot of so many GiB, and an empty one. */
  prepare(gib: number): Promise<EbsServerAnswer>;
  stop(): Promise<void>;
}

export interface EbsServerOptions {
  /** For what it needs as a file. */
  folder: string;
  tls: boolean;
  /** The core that it has to stay on. */
  core?: string | undefined;
}

/** Checks every signature and hashes every block that is written, in the JavaScript of the local cloud. */
export function localServer({ folder, tls, core }: EbsServerOptions): EbsServer {
  const child = forkOn(core, './ebs-server.ts', {}, tls ? [folder] : []);
  return {
    prepare: (gib) => ask<EbsServerAnswer>(child, { gib }),
    stop: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** A program in Go, which compares what is written with what was read and hashes nothing; it is built here. */
export async function leanServer({ folder, tls, core }: EbsServerOptions): Promise<EbsServer> {
  const binary = join(folder, 'ebs-stand-in');
  await go(new URL('./ebs-stand-in', import.meta.url).pathname, ['build', '-o', binary, '.']);
  const files = tls ? await certificateIn(folder) : undefined;
  const command = [...(core === undefined ? [] : ['taskset', '-c', core]), binary, ...(files?.own ?? [])];
  const child = spawn(command[0]!, command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  const account = (region: string, number: string) => ({
    account: number,
    region,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session'.repeat(100) },
  });
  return {
    async prepare(gib) {
      child.stdin.write(`${JSON.stringify({ blocks: gib * BLOCKS_PER_GIB })}\n`);
      const [line] = (await once(lines, 'line')) as [string];
      const { port, snapshotId } = JSON.parse(line) as { port: number; snapshotId: string };
      return {
        endpoint: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
        ...(files ? { authority: files.authority } : {}),
        source: { ...account('eu-west-1', '222222222222'), snapshotId },
        target: { ...account('us-east-1', '333333333333'), sizeGiB: Math.ceil(gib), kmsKeyArn: 'alias/bench' },
      };
    },
    stop: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

async function certificateIn(folder: string) {
  const { ca, apiServer } = await makePki();
  const at = (name: string, pem: string) => {
    const file = join(folder, name);
    writeFileSync(file, pem);
    return file;
  };
  const own = [at('server.pem', apiServer.cert), at('server-key.pem', apiServer.key)];
  return { own, authority: at('authority.pem', ca.cert) };
}

/** A process of a file beside this one; on one core alone, by taskset(1), as a function of one vCPU is. */
export function forkOn(core: string | undefined, file: string, env: Record<string, string>, args: string[] = []) {
  const options = { env: { ...process.env, ...env } };
  const path = new URL(file, import.meta.url).pathname;
  if (core === undefined) return fork(path, args, options);
  return fork(path, args, { ...options, execPath: 'taskset', execArgv: ['-c', core, process.execPath] });
}
