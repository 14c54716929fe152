import {
  CreateFargateProfileCommand,
  DeleteClusterCommand,
  DeleteFargateProfileCommand,
  DescribeClusterCommand,
  DescribeFargateProfileCommand,
  EKSClient,
} from '@aws-sdk/client-eks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eksClusterFactory } from '../../../adapters/aws/cluster-factory.ts';
import type { Clone } from '../../../core/base/run/envelope.ts';
import { allKept } from '../../../core/execute/undo/kept.ts';
import { rollBackCluster } from '../../../core/execute/undo/roll-back-cluster.ts';
import { memoryCluster } from '../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';
import { startSmallCloud, TARGET } from './small-cloud.ts';

let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
beforeAll(async () => {
  cloud = await startSmallCloud();
});
afterAll(() => cloud.stop());

const OURS = { 'kubeferry:made-by': 'kubeferry', 'kubeferry:clone-id': 'run-1' };
const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

/** One command of the AWS CLI, as the SDK sends it; the waiters look as those of the CLI do. */
async function type(eks: EKSClient, command: string): Promise<void> {
  const [, name = '', flags = ''] = /^aws eks ((?:wait )?[a-z-]+) (.*)$/.exec(command) ?? [];
  const given = [...flags.matchAll(/--([a-z-]+) (\S+)/g)].map(([, flag = '', value = '']) => [
    flag.replaceAll(/-./g, (letters) => letters.slice(1).toUpperCase()),
    value,
  ]);
  const { region, ...input } = Object.fromEntries(given);
  expect(region).toBe(TARGET.region);
  if (name === 'delete-fargate-profile') await eks.send(new DeleteFargateProfileCommand(input));
  else if (name === 'delete-cluster') await eks.send(new DeleteClusterCommand(input));
  else if (name === 'wait fargate-profile-deleted')
    await untilGone(() => eks.send(new DescribeFargateProfileCommand(input)));
  else expect.fail(`nobody knows ${command}`);
}

async function untilGone(look: () => Promise<unknown>): Promise<void> {
  for (let looks = 0; looks < 80; looks++) {
    const error = await look().then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    if (error?.name === 'ResourceNotFoundException') return;
    if (error) throw error;
    await cloud.clock.sleep(30_000);
  }
  expect.fail('it is there still');
}

// Promise: cluster-deleted-by-its-run
it('tells commands that delete a kept cluster, when they are typed one after the other', async () => {
  const place = { ...TARGET, name: 'dev' };
  await cloud.eks.seedCluster({ ...place, nodes: [] });
  const factory = eksClusterFactory(await cloud.session(TARGET));
  const eks = new EKSClient({ region: TARGET.region, credentials: cloud.iam.createUser(TARGET.account, 'admin') });
  const trust = {
    Statement: {
      Effect: 'Allow' as const,
      Principal: { Service: 'eks-fargate-pods.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  };
  const { arn: podExecutionRoleArn } = cloud.iam.createRole({ account: TARGET.account, name: 'fargate', trust });
  const { cluster } = await eks.send(new DescribeClusterCommand({ name: 'dev' }));
  await factory.tagCluster(cluster!.arn!, OURS);
  for (const fargateProfileName of ['batch', 'web']) {
    const selectors = [{ namespace: fargateProfileName }];
    const profile = { clusterName: 'dev', fargateProfileName, podExecutionRoleArn, selectors, tags: OURS };
    await eks.send(new CreateFargateProfileCommand(profile));
    await cloud.clock.sleep(10 * 60_000);
  }

  const store = memoryObjectStore();
  const clone = { cloneId: 'run-1', route: { target: { ...TARGET, cluster: 'dev', create: {} } } } as unknown as Clone;
  const open = async () => memoryCluster({ objects: [shop] as never });
  expect(await rollBackCluster(factory, open, store, clone)).toEqual({ deleted: 0, kept: 1 });
  const [kept] = await allKept(store, 'run-1');
  const commands = kept!.why.split('and then the cluster: ').at(-1)!.split('; ');
  for (const command of commands) await type(eks, command);
  await untilGone(() => eks.send(new DescribeClusterCommand({ name: 'dev' })));
  // Asked again, the roll-back finds nothing to keep.
  expect(await rollBackCluster(factory, open, store, clone)).toEqual({ deleted: 0, kept: 0 });
  expect(await allKept(store, 'run-1')).toEqual([]);
});
