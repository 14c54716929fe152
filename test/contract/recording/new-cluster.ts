import { fileURLToPath } from 'node:url';
import { loadCluster } from '../../../cli/demo/load-cluster.ts';
import { readManifests } from '../../../cli/read-manifests.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { AWS_AUTH, addToSource, factoryOf, ORDERS } from '../../flow/grown-source.ts';
import { assemblyOf, endOf } from '../../flow/private-assembly.ts';
import { into, startSmallCloud } from '../../flow/small-cloud.ts';
import { pipelineOf } from './pipeline.ts';

const KARPENTER = fileURLToPath(new URL('../../fixtures/workloads/karpenter.yaml', import.meta.url));

/**
 * A grown source behind a connector, and no target: a clone makes the cluster, and another, which fails at its end, makes
 * one and takes it back.
 */
export async function newCluster(onCloud: (cloud: Cloud) => void): Promise<void> {
  const assembly = assemblyOf((route) => ({
    ...route,
    source: endOf('source', { source: {} }),
    target: { ...route.target, create: { ...route.target.create!, serviceAccountRoles: 'oidc-provider' } },
  }));
  const small = await startSmallCloud(200, { targetCluster: false, assembly: assembly.folder });
  onCloud(small.cloud);
  process.env.AWS_ENDPOINT_URL = small.cloud.endpoint;
  try {
    await loadCluster(small.source, [ORDERS, AWS_AUTH, ...readManifests([KARPENTER]).objects]);
    await addToSource(small.cloud);
    await addPodIdentity(small.cloud);
    const { start, ended, undone } = pipelineOf(small.cloud);
    const request = { target: { createCluster: true }, ...into('first') };
    const effect = { kind: 'error', code: 'AccessDenied', message: 'injected' } as const;
    small.cloud.addFault({ on: 'lambda:verify-clone', nth: 1, effect });
    await undone(await start(request)).catch(() => undefined);
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
