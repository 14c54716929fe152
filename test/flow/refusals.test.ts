import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import type { KubeObject } from '../../core/manifests/kube-object.ts';
import { listAccounts, listCluster } from './listing.ts';
import { into, type SmallCloud, startSmallCloud } from './small-cloud.ts';

let small: SmallCloud;
beforeAll(async () => {
  small = await startSmallCloud();
});
afterAll(() => small?.stop());

const claim = (name: string, extra: Record<string, unknown>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: 'odd' },
  spec: {
    accessModes: ['ReadWriteMany'],
    storageClassName: '',
    resources: { requests: { storage: '1Gi' } },
    volumeName: name,
    ...extra,
  },
});
const volume = (name: string, source: Record<string, unknown>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name },
  spec: {
    accessModes: ['ReadWriteMany'],
    capacity: { storage: '1Gi' },
    claimRef: { namespace: 'odd', name },
    persistentVolumeReclaimPolicy: 'Retain',
    ...source,
  },
});

describe('bad input', () => {
  it('gets every mistake in one answer, and nothing is touched', async () => {
    const before = [listAccounts(small.cloud), await listCluster(small.target)];
    const ended = await small.clone({ mode: 'klone', volumes: { strategy: 'teleport' }, selektion: {} });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'InvalidRequest' });
    for (const word of ['klone', 'teleport', 'selektion']) expect(ended.cause).toContain(word);
    expect([listAccounts(small.cloud), await listCluster(small.target)]).toEqual(before);
  });

  it('names a namespace that the source does not have, and those that it has', async () => {
    const ended = await small.clone({ selection: { namespaces: ['smal'] } });
    expect(ended).toMatchObject({ error: 'InvalidRequest' });
    expect(ended.cause).toContain('"smal"');
    expect(ended.cause).toContain('small');
  });

  it('names a claim in volumes.claims that is not there', async () => {
    const ended = await small.clone({ ...into('none'), volumes: { claims: { 'small/nothing': 'skip' } } });
    expect(ended).toMatchObject({ error: 'PlanBlocked' });
    expect(ended.cause).toContain('small/nothing');
  });
});

describe('a claim that is not on EBS', () => {
  beforeAll(async () => {
    await loadCluster(small.source, [
      volume('efs', { csi: { driver: 'efs.csi.aws.com', volumeHandle: 'fs-12345678' } }),
      claim('efs', {}),
      volume('fsx', { csi: { driver: 'fsx.csi.aws.com', volumeHandle: 'fs-87654321' } }),
      claim('fsx', {}),
      volume('host', { hostPath: { path: '/var/data' } }),
      claim('host', {}),
    ]);
  });

  it('is blocked in the plan by name and kind, all of them together, and the source stays as it was', async () => {
    const before = {
      source: await fingerprintCluster(small.source),
      accounts: listAccounts(small.cloud),
      target: await listCluster(small.target),
    };
    const ended = await small.clone({ selection: { namespaces: ['odd'] }, mappings: {} });
    expect(ended).toMatchObject({ error: 'PlanBlocked' });
    for (const word of [
      'odd/efs lies on Amazon EFS',
      'odd/fsx lies on Amazon FSx',
      'odd/host lies on a directory of a node',
    ])
      expect(ended.cause).toContain(word);
    expect({
      source: await fingerprintCluster(small.source),
      accounts: listAccounts(small.cloud),
      target: await listCluster(small.target),
    }).toEqual(before);
  });
});

describe('what the target has already', () => {
  it('blocks a clone that would write over it, naming the way out', async () => {
    expect(await small.clone(into('twice'))).toMatchObject({ status: 'SUCCEEDED' });
    const ended = await small.clone(into('twice'));
    expect(ended).toMatchObject({ error: 'PlanBlocked' });
    expect(ended.cause).toContain('onConflict');
  });
});
