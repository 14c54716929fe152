import { fileURLToPath } from 'node:url';
import { eksClusters } from '../../../adapters/aws/clusters.ts';
import { loadCluster } from '../../../cli/demo/load-cluster.ts';
import { readManifests } from '../../../cli/read-manifests.ts';
import type { Config } from '../../../core/base/request/config.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { into, startSmallCloud } from '../../flow/small-cloud.ts';
import { AWS_AUTH, addToSource, factoryOf, ORDERS } from '../../scenarios/grown-source.ts';
import { assemblyOf } from '../../scenarios/private-assembly.ts';
import { pipelineOf } from './pipeline.ts';

type Target = Config['routes'][number]['target'];
const withProvider = (target: Target): Target =>
  target.kind === 'aks' ? target : { ...target, create: { ...target.create!, serviceAccountRoles: 'oidc-provider' } };

const KARPENTER = fileURLToPath(new URL('../../fixtures/workloads/karpenter.yaml', import.meta.url));

/**
 * A grown source, and no target: a clone makes the cluster, and another, which fails at its end, makes
 * one and takes it back.
 */
export async function newCluster(onCloud: (cloud: Cloud) => void): Promise<void> {
  const assembly = assemblyOf((route) => ({
    ...route,
    target: withProvider(route.target),
  }));
  const small = await startSmallCloud(200, { targetCluster: false, assembly: assembly.folder });
  onCloud(small.cloud);
  process.env.AWS_ENDPOINT_URL = small.cloud.endpoint;
  try {
    await loadCluster(small.source, [ORDERS, AWS_AUTH, ...readManifests([KARPENTER]).objects]);
    await addToSource(small.cloud);
    await addPodIdentity(small.cloud);
    await seldomCalls(small.cloud);
    const { start, ended } = pipelineOf(small.cloud);
    const request = { target: { createCluster: true }, ...into('first') };
    const effect = { kind: 'error', code: 'AccessDenied', message: 'injected' } as const;
    small.cloud.addFault({ on: 'lambda:verify-clone', nth: 1, effect });
    await ended(await start(request), 'FAILED');
    await ended(await start(request), 'SUCCEEDED');
  } finally {
    await small.stop();
    assembly.remove();
  }
}

async function addPodIdentity(cloud: Cloud): Promise<void> {
  const account = cloud.accounts.source.id;
  const input = {
    clusterName: 'prod',
    namespace: 'small',
    serviceAccount: 'default',
    roleArn: `arn:aws:iam::${account}:role/prod-orders`,
  };
  await factoryOf(cloud, 'source').create({ kind: 'pod-identity', name: 'small/default', input });
}

/** What is called only where a plan lacks a counterpart, or where the policies of an access entry were changed by others. */
async function seldomCalls(cloud: Cloud): Promise<void> {
  const { id: account, region, credentials } = cloud.accounts.source;
  const source = factoryOf(cloud, 'source');
  await Promise.all([source.roles(), source.launchTemplates(), source.keys()]);
  const roleArn = `arn:aws:iam::${account}:role/prod-karpenter-node`;
  const session = { account, region, roleArn, credentials: async () => credentials };
  const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';
  await eksClusters(session).disassociate('prod', roleArn, policyArn);
}
