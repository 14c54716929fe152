import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';

/** Builds into a folder that is there whole or not at all, once for each name of it. */
export async function builtOnce(folder: string, build: (unfinished: string) => Promise<void>): Promise<string> {
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished-${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  try {
    await build(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

/** Runs Go in a folder. Throws with the end of what it said. */
export function go(cwd: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn('go', args, { cwd, env: { ...process.env, CGO_ENABLED: '0', ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
  }
  child.on('error', (cause) => reject(new Error(WITHOUT_GO, { cause })));
  child.on('close', (code) => {
    if (code === 0) resolve();
    else
      reject(
        new Error(`go ${args[0]} failed (${code}); it needs the Go module proxy, or a warm module cache.\n${output}`),
      );
  });
  return promise;
}

const WITHOUT_GO =
  'The cluster tests build Kubernetes from source and found no `go`: install Go 1.26 or newer from https://go.dev/dl ' +
  'and put it on the PATH. `npm test` needs no Go.';
