import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const SOURCE = join(import.meta.dirname, 'kubebox');
const CACHE = resolve(import.meta.dirname, '../../.cache/kube');
const KWOK = 'sigs.k8s.io/kwok/cmd/kwok@v0.8.0';

// Without these /version says v0.0.0-master, and clients believe it.
const VERSION_FLAGS = [
  '-X k8s.io/component-base/version.gitVersion=v1.36.3',
  '-X k8s.io/component-base/version.gitMajor=1',
  '-X k8s.io/component-base/version.gitMinor=36',
  '-X k8s.io/client-go/pkg/version.gitVersion=v1.36.3',
];

let building: Promise<string> | undefined;

/**
 * Folder with etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kwok, built from source through the
 * Go module proxy once for each state of that source: about ten minutes on two cores, then nothing.
 */
export function binaries(): Promise<string> {
  building ??= build();
  return building;
}

async function build(): Promise<string> {
  const folder = join(CACHE, await sourceHash());
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished-${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  try {
    process.stderr.write('Building Kubernetes and kwok from source, once: about ten minutes on two cores.\n');
    const flags = ['-trimpath', '-ldflags', ['-s', '-w', ...VERSION_FLAGS].join(' ')];
    await go(['build', ...flags, '-o', join(unfinished, 'kubebox'), '.'], {});
    await go(['install', '-trimpath', '-ldflags', '-s -w', KWOK], { GOBIN: unfinished });
    for (const name of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']) {
      await symlink('kubebox', join(unfinished, name));
    }
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256').update(KWOK).update(VERSION_FLAGS.join());
  for (const file of ['go.mod', 'main.go']) hash.update(await readFile(join(SOURCE, file)));
  return hash.digest('hex').slice(0, 16);
}

function go(args: string[], env: Record<string, string>): Promise<void> {
  const { promise, resolve: succeed, reject } = Promise.withResolvers<void>();
  const child = spawn('go', args, { cwd: SOURCE, env: { ...process.env, CGO_ENABLED: '0', ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
  }
  child.on('error', (cause) => reject(new Error(WITHOUT_GO, { cause })));
  child.on('close', (code) => {
    if (code === 0) succeed();
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
