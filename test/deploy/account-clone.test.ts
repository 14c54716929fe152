import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssociateAccessPolicyCommand, CreateAccessEntryCommand, EKSClient } from '@aws-sdk/client-eks';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { currentAssembly } from '../../cli/assembly.ts';
import { administer } from '../../cli/demo/admin.ts';
import { writeDisks } from '../../cli/demo/disks.ts';
import { fingerprintVolumes } from '../../cli/demo/fingerprint.ts';
import { inProcess } from '../../emulator/kubernetes/in-process.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { cloneSteps } from '../account/clone.ts';
import { volumeIn } from '../account/cluster.ts';
import { writeConfig } from '../account/config-file.ts';
import { type Context, contextOf } from '../account/context.ts';
import { CLAIM, NAMESPACE } from '../account/names.ts';
import { optionsOf } from '../account/options.ts';
import { unload } from '../account/removal/unload.ts';
import { rollBackAll } from '../account/roll-back.ts';
import { runSteps, type Step } from '../account/run-steps.ts';
import { proveUndone } from '../account/undone.ts';

const SPEED = 100;
const folder = mkdtempSync(join(tmpdir(), 'kubeferry-account-'));
const options = optionsOf(['--account', '111122223333', '--region', 'eu-west-1'], {});

let cloud: Cloud;
let context: Context;
const said: string[] = [];
const apiOf = (side: 'source' | 'target') => administer(cloud.clusters[side].running);

/** What `sha256sum` would say of the volume that the pod has mounted. */
async function checksum(namespace = ''): Promise<string> {
  const id = await volumeIn(apiOf(namespace === NAMESPACE ? 'source' : 'target'), namespace, CLAIM);
  return `${fingerprintVolumes(cloud.ec2, [id]).get(id)}  /data/bytes\n`;
}

beforeAll(async () => {
  const config = writeConfig(options, folder);
  vi.stubEnv('KUBEFERRY_CONFIG', config);
  const backend = inProcess({
    exec: async ({ metadata }) => ({ exitCode: 0, stdout: await checksum(metadata.namespace), stderr: '' }),
  });
  cloud = await startCloud({ assembly: currentAssembly(() => {}), backend, speed: SPEED });
  const { credentials } = cloud.accounts.hub;
  vi.stubEnv('AWS_ENDPOINT_URL', cloud.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
  const principal = `arn:aws:iam::${options.account}:user/admin`;
  const say = (line: string) => void said.push(line);
  context = contextOf({ options, credentials: async () => credentials, principal, config, say });
  for (const clusterName of Object.values(options.clusters)) await letIn(clusterName, principal);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloud?.stop();
  rmSync(folder, { recursive: true });
});

/** As the stack of the clusters does. */
async function letIn(clusterName: string, principalArn: string): Promise<void> {
  const eks = new EKSClient(context.place);
  const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';
  await eks.send(new CreateAccessEntryCommand({ clusterName, principalArn }));
  await eks.send(
    new AssociateAccessPolicyCommand({ clusterName, principalArn, policyArn, accessScope: { type: 'cluster' } }),
  );
}

const writeBytes = (): Step => ({
  title: 'Write bytes, which pods of this machine cannot',
  does: [],
  run: () =>
    writeDisks(
      [{ claim: `${NAMESPACE}/${CLAIM}`, content: { bytes: Buffer.from('all') } }],
      apiOf('source'),
      cloud.ec2,
    ),
});

it('clones within one account by both strategies, compares the bytes, and undoes it', async () => {
  const [load, ...others] = cloneSteps(context);
  const steps = [...(load ? [load] : []), writeBytes(), ...others, rollBackAll(context), proveUndone(context)];
  const removals = Object.values(options.clusters).map((cluster) => ({
    title: cluster,
    does: [],
    run: (signal: AbortSignal) => unload(context, cluster, signal),
  }));
  const ended = await runSteps(steps, removals, new AbortController().signal, context.say);
  expect({ ...ended, said }).toMatchObject({
    left: [],
    said: expect.arrayContaining([expect.stringMatching(/^ {2}[0-9a-f]{64} in vol-/)]),
  });
  expect(ended.failure).toBeUndefined();
});
