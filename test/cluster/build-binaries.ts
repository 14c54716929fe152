import { createHash } from 'node:crypto';
import { readFile, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { builtOnce, go } from './go.ts';

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
  return builtOnce(join(CACHE, await sourceHash()), async (unfinished) => {
    process.stderr.write('Building Kubernetes and kwok from source, once: about ten minutes on two cores.\n');
    const flags = ['-trimpath', '-ldflags', ['-s', '-w', ...VERSION_FLAGS].join(' ')];
    await go(SOURCE, ['build', ...flags, '-o', join(unfinished, 'kubebox'), '.']);
    await go(SOURCE, ['install', '-trimpath', '-ldflags', '-s -w', KWOK], { GOBIN: unfinished });
    for (const name of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']) {
      await symlink('kubebox', join(unfinished, name));
    }
  });
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256').update(KWOK).update(VERSION_FLAGS.join());
  for (const file of ['go.mod', 'main.go']) hash.update(await readFile(join(SOURCE, file)));
  return hash.digest('hex').slice(0, 16);
}
