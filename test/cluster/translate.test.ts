import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administer } from '../../cli/demo/admin.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { furniture } from '../../cli/demo/source-workload.ts';
import { readManifests } from '../../cli/read-manifests.ts';
import type { RunningCluster } from '../../emulator/kubernetes/contract/backend.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../kube/kube-object.ts';
import { realBackend } from './real-backend.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** Types and namespaces must be there before a server looks at what is of them; a dry run makes nothing. */
const NEEDED_FIRST = ['CustomResourceDefinition', 'Namespace'];

describe('what `kubeferry translate` writes', () => {
  let folder: string;
  let cluster: RunningCluster;
  let api: ClusterApi;
  let translated: KubeObject[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kubeferry-translate-'));
    const out = join(folder, 'out');
    const options = join(ROOT, 'docs/examples/translate-options.yaml');
    execFileSync(process.execPath, [
      join(ROOT, 'cli/main.ts'),
      'translate',
      '--in',
      join(ROOT, 'cli/demo/workload'),
      '--options',
      options,
      '--out',
      out,
    ]);
    translated = readManifests([out]).objects.filter((object) => Boolean(object.metadata));
    cluster = await realBackend().start({
      name: 'dev',
      version: '1.36',
      authenticate: () => undefined,
      authorize: () => false,
      nodes: [],
    });
    api = administer(cluster);
    await loadCluster(api, furniture('target'));
  });
  afterAll(async () => {
    api?.close();
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is accepted by a real API server, object by object, in a server-side dry run', async () => {
    expect(translated.length).toBeGreaterThan(30);
    await loadCluster(
      api,
      translated.filter((object) => NEEDED_FIRST.includes(object.kind)),
    );
    const refused: string[] = [];
    for (const object of translated) {
      await api
        .apply(object, { manager: 'kubeferry', force: true, dryRun: true })
        .catch((error: Error) => refused.push(`${refText(refOf(object))}: ${error.message}`));
    }
    expect(refused).toEqual([]);
  });
});
