import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administer } from '../../cli/demo/admin.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { furniture } from '../../cli/demo/source-workload.ts';
import { readManifests } from '../../cli/read-manifests.ts';
import { translateObject } from '../../core/translate/pipeline.ts';
import type { RunningCluster } from '../../emulator/kubernetes/contract/backend.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../kube/kube-object.ts';
import { fromAks, toAks } from '../core/translate/clouds.ts';
import { casesIn, FIXTURES, readCase } from '../core/translate/support.ts';
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

  it.each([
    ['AKS', toAks],
    ['EKS', fromAks],
  ])(
    'is taken for %s wherever the server takes the original: every case of the fixtures, translated from the other cloud',
    async (_, of) => {
      const pairs = corpus(of);
      expect(pairs.length).toBeGreaterThan(300);
      const names = new Set(pairs.flatMap((pair) => pair.map(({ metadata }) => metadata.namespace ?? 'default')));
      await loadCluster(api, [...names].map(namespaceNamed));
      const taken = (object: KubeObject) =>
        api.apply(bare(object), { manager: 'kubeferry', force: true, dryRun: true }).then(
          () => undefined,
          (error: Error) => `${refText(refOf(object))}: ${error.message}`,
        );
      const refused: string[] = [];
      let compared = 0;
      for (const [before, after] of pairs) {
        // Fixtures leave out what their rule does not look at.
        if ((await taken(before)) !== undefined) continue;
        compared++;
        const refusal = await taken(after);
        if (refusal) refused.push(refusal);
      }
      expect(refused).toEqual([]);
      expect(compared).toBeGreaterThan(150);
    },
    120_000,
  );
});

/** Each object of the corpus that is applied, before and after, of kinds that every API server has. */
function corpus(of: typeof toAks): [before: KubeObject, after: KubeObject][] {
  const roots = readdirSync(join(FIXTURES, 'rules')).map((rule) => join(FIXTURES, 'rules', rule));
  return [join(FIXTURES, 'translate'), ...roots].flatMap((root) =>
    casesIn(root).flatMap((name) => {
      const { objects, context } = readCase(join(root, name));
      return objects.flatMap((object): [KubeObject, KubeObject][] => {
        const { outcome, object: after } = translateObject(object, of(context));
        return outcome === 'apply' && isBuiltIn(object) && isBuiltIn(after!) ? [[object, after!]] : [];
      });
    }),
  );
}

const isBuiltIn = ({ apiVersion }: KubeObject) =>
  !apiVersion.split('/')[0]!.includes('.') || /\.k8s\.io\/v1$/.test(apiVersion);

const namespaceNamed = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

/** Without what a server sets by itself, which no server takes. */
function bare(object: KubeObject): KubeObject {
  const { status, ...rest } = object;
  const { name, namespace, labels, annotations, finalizers } = object.metadata;
  return JSON.parse(JSON.stringify({ ...rest, metadata: { name, namespace, labels, annotations, finalizers } }));
}
