import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { kubeconfigOf } from '../../../cli/local/kubeconfig.ts';
import { startCluster, type TestCluster } from '../../emulator/kubernetes/cluster.ts';

let cluster: TestCluster;
let folder: string;
beforeAll(async () => {
  cluster = await startCluster();
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-kubeconfig-'));
});
afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

const text = () => kubeconfigOf({ name: 'dev', ...cluster.running });

it('lets a stock client in, as the administrator', async () => {
  const config = new KubeConfig();
  config.loadFromString(text());
  expect(config.getCurrentContext()).toBe('kubeferry-local-dev');
  const { items } = await config.makeApiClient(CoreV1Api).listNamespace();
  expect(items.map(({ metadata }) => metadata?.name)).toContain('kube-system');
});

it('has a certificate where the cluster knows its administrator by one', () => {
  const admin = { cert: 'CERT', key: 'KEY' };
  const config = kubeconfigOf({ name: 'dev', endpoint: 'https://127.0.0.1:1', certificateAuthority: 'CA', admin });
  expect(config).toContain(`client-certificate-data: ${Buffer.from('CERT').toString('base64')}`);
  expect(config).toContain(`client-key-data: ${Buffer.from('KEY').toString('base64')}`);
});

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

it.runIf(hasKubectl)(
  'lets kubectl get, describe, patch and delete',
  async () => {
    const file = join(folder, 'config');
    writeFileSync(file, text());
    await cluster.apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'web', namespace: 'default' },
      data: {},
    });
    const kubectl = (...args: string[]) =>
      new Promise<string>((resolve) => {
        const env = { ...process.env, HOME: folder };
        const child = spawn('kubectl', ['--kubeconfig', file, ...args], { env });
        let out = '';
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (chunk) => {
            out += chunk;
          });
        child.on('close', () => resolve(out));
      });
    expect(await kubectl('get', 'namespaces')).toMatch(/^kube-system /m);
    expect(await kubectl('patch', 'configmap', 'web', '--type=merge', '-p', '{"data":{"a":"b"}}')).toContain(
      'web patched',
    );
    expect(await kubectl('describe', 'configmap', 'web')).toMatch(/^a:\n----\nb$/m);
    expect(await kubectl('get', 'all')).toMatch(/^(service\/)?kubernetes /m);
    expect(await kubectl('delete', 'configmap', 'web')).toContain('deleted');
  },
  30_000,
);
