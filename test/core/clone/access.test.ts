import { describe, expect, it } from 'vitest';
import { memoryClusters } from '../../../adapters/memory/clusters.ts';
import { memoryObjectStore } from '../../../adapters/memory/object-store.ts';
import { enterCluster, leaveCluster, policiesFor } from '../../../core/clone/access.ts';
import type { Clone } from '../../../core/clone/envelope.ts';
import { Request } from '../../../core/clone/request.ts';
import type { ClusterInfo } from '../../../core/ports/clusters.ts';
import { PUBLIC_NETWORK } from '../../suites/public-network.ts';

const roleArn = 'arn:aws:iam::222233334444:role/kubeferry-source-us-east-1';
const place = { account: '222233334444', region: 'us-east-1', cluster: 'prod', roleArn, externalId: 'x' };
const prod: ClusterInfo = {
  name: 'prod',
  arn: 'arn:aws:eks:us-east-1:222233334444:cluster/prod',
  status: 'ACTIVE',
  endpoint: 'https://x',
  certificateAuthority: '',
  version: '1.36',
  authenticationMode: 'API',
  network: PUBLIC_NETWORK,
  autoModeStorage: false,
};
const run = (cloneId: string) => ({ cloneId, startedAt: '2026-11-22T10:00:00Z', route: { source: place } }) as Clone;
const view = policiesFor('source', Request.parse({}));
const arnsOf = async (clusters: ReturnType<typeof memoryClusters>) =>
  (await clusters.listAssociated('prod', roleArn)).map((policy) => policy.policyArn.split('/').at(-1));

describe('the access entry of a run', () => {
  it('lets a run read the source, and edit only the namespaces that it is to quiesce', () => {
    expect(view.map((policy) => policy.policyArn)).toEqual([
      'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy',
    ]);
    const quiescing = Request.parse({ selection: { namespaces: ['shop'] }, quiesce: { scaleToZero: true } });
    expect(policiesFor('source', quiescing)[1]).toEqual({
      policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
      namespaces: ['shop'],
    });
  });

  it('is gone when the run has left', async () => {
    const [clusters, store] = [memoryClusters([prod]), memoryObjectStore()];
    await enterCluster(clusters, store, run('a'), 'source', view);
    await enterCluster(clusters, store, run('a'), 'source', view);
    expect(await arnsOf(clusters)).toEqual(['AmazonEKSAdminViewPolicy']);
    await leaveCluster(clusters, store, run('a'), 'source');
    await expect(clusters.listAssociated('prod', roleArn)).rejects.toMatchObject({ name: 'NotFound' });
    await expect(leaveCluster(clusters, store, run('a'), 'source')).resolves.toBe(0);
  });

  it('stays until the last of several runs has left', async () => {
    const [clusters, store] = [memoryClusters([prod]), memoryObjectStore()];
    await enterCluster(clusters, store, run('a'), 'source', view);
    await enterCluster(clusters, store, run('b'), 'source', view);
    await leaveCluster(clusters, store, run('a'), 'source');
    expect(await arnsOf(clusters)).toEqual(['AmazonEKSAdminViewPolicy']);
    await leaveCluster(clusters, store, run('b'), 'source');
    await expect(clusters.listAssociated('prod', roleArn)).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('keeps what was there before the run', async () => {
    const [clusters, store] = [memoryClusters([prod]), memoryObjectStore()];
    await clusters.createAccessEntry('prod', roleArn, {});
    await clusters.associate('prod', roleArn, {
      policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
    });
    await enterCluster(clusters, store, run('a'), 'source', view);
    await leaveCluster(clusters, store, run('a'), 'source');
    expect(await arnsOf(clusters)).toEqual(['AmazonEKSViewPolicy']);
  });
});
