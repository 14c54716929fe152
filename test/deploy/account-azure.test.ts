import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { currentAssembly } from '../../cli/assembly.ts';
import { administer } from '../../cli/demo/admin.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { inProcess } from '../../emulator/kubernetes/in-process.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { cloneSteps } from '../account/clone.ts';
import { rewriteConfig, writeConfig } from '../account/config-file.ts';
import { type Context, contextOf } from '../account/context.ts';
import { CLUSTERS } from '../account/names.ts';
import { optionsOf } from '../account/options.ts';
import { unload } from '../account/removal/unload.ts';
import { rollBackAll } from '../account/roll-back.ts';
import { runSteps } from '../account/run-steps.ts';

const IDS = ['0f6ad33f-1b0b-4b0c-9c3b-5d1f0c7f7a01', '7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03'] as const;
const FLAGS = ['--account', '111122223333', '--region', 'eu-west-1', '--azure', '--location', 'westeurope'];
const options = optionsOf([...FLAGS, '--tenant', IDS[0], '--subscription', IDS[1]], {});
const folder = mkdtempSync(join(tmpdir(), 'kubeferry-account-'));

let cloud: Cloud;
let context: Context;

beforeAll(async () => {
  const config = writeConfig(options, folder);
  rewriteConfig(config, options, { source: IDS[0], target: IDS[0] });
  vi.stubEnv('KUBEFERRY_CONFIG', config);
  const backend = inProcess({
    exec: async () => ({ exitCode: 0, stdout: `${'0'.repeat(64)}  /data/bytes\n`, stderr: '' }),
  });
  cloud = await startCloud({ assembly: currentAssembly(() => {}), backend, speed: 30 });
  const { credentials } = cloud.accounts.hub;
  vi.stubEnv('AWS_ENDPOINT_URL', cloud.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
  const parts = { options, credentials: async () => credentials, principal: '', config, say: () => {} };
  const enter = (side: 'source' | 'target') => async () => administer(cloud.clusters[side].running);
  // This cloud has one end in Azure, that of the first route: nothing is at the end of the way back.
  const empty = await backend.start({
    name: CLUSTERS.target,
    version: '1.34',
    nodes: [],
    authenticate: () => undefined,
    authorize: () => false,
  });
  const entries = {
    [options.clusters.source]: enter('source'),
    [options.azure!.cluster]: enter('target'),
    [CLUSTERS.target]: async () => administer(empty),
  };
  context = { ...contextOf(parts), entries };
  // As every cluster of AKS has it; nothing on this machine attaches managed disks to nodes.
  const driver = { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name: 'disk.csi.azure.com' } };
  await loadCluster(await entries[options.azure!.cluster]!(), [{ ...driver, spec: { attachRequired: false } }]);
}, 120_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloud?.stop();
  rmSync(folder, { recursive: true });
});

it('clones into AKS as the walk in real accounts does, looks with the doctor, and undoes it', async () => {
  const steps = cloneSteps(context);
  const own = steps.filter(({ title }) => !/from Azure/.test(title));
  const [load, doctor, , ...legs] = own;
  const ended = await runSteps([load!, doctor!, ...legs], [], new AbortController().signal, context.say);
  expect(ended).toEqual({ left: [] });
  expect(cloud.azure!.inventory()).toHaveLength(1);
  const { run } = rollBackAll(context);
  await run(new AbortController().signal);
  expect(cloud.azure!.inventory()).toEqual([]);
  await unload(context, options.azure!.cluster, new AbortController().signal);
});
