import { beforeAll, describe, expect, it } from 'vitest';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { listAccounts, listCluster } from './listing.ts';
import { small } from './one-cloud.ts';
import { into } from './small-cloud.ts';

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
  // Promise: refuses-mistakes
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

  it('names every selected kind that the source does not serve, with the one that may be meant', async () => {
    const ended = await small.clone({
      selection: {
        namespaces: ['small', 'smal'],
        includeKinds: ['Deploymnet', 'configmaps', 'Widget'],
        excludeKinds: ['secret', 'Certificate.cert-manager.io'],
      },
    });
    expect(ended).toMatchObject({ error: 'InvalidRequest' });
    for (const sentence of [
      'There is no namespace "smal"',
      'There is no kind "Deploymnet"; did you mean Deployment.apps?',
      'There is no kind "configmaps"; did you mean ConfigMap?',
      'There is no kind "Widget"; write Kind or Kind.group.',
      'There is no kind "secret"; did you mean Secret?',
    ])
      expect(ended.cause).toContain(sentence);
    expect(ended.cause).not.toContain('Certificate');
  });

  it('cannot leave the route: another route in the input is an unknown field', async () => {
    const ended = await small.clone({ route: 'dev-to-prod', source: { account: '999988887777' } });
    expect(ended).toMatchObject({ error: 'InvalidRequest' });
    expect(ended.cause).toContain('route: There is no such field');
    expect(ended.cause).toContain('source.account: There is no such field');
  });

  it('names a claim in volumes.claims that does not exist', async () => {
    const ended = await small.clone({ ...into('none'), volumes: { claims: { 'small/nothing': 'skip' } } });
    expect(ended).toMatchObject({ error: 'PlanBlocked' });
    expect(ended.cause).toContain('small/nothing');
  });
});

describe('a selection that copies nothing', () => {
  // Promise: refuses-empty-selection
  it('blocks the clone, and names the condition that matches nothing', async () => {
    const selection = { namespaces: ['small'], labelSelector: 'app=nope' };
    const ended = await small.clone({ ...into('nothing'), selection });
    expect(ended).toMatchObject({ error: 'PlanBlocked' });
    expect(ended.cause).toContain('selection.labelSelector "app=nope" matches nothing in small');
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

  // Promise: plan-first
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

describe('a claim on a class that does not exist', () => {
  it('is named in the plan, with the class and the way out', async () => {
    await loadCluster(small.source, [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'waiting', namespace: 'unclassed' },
        spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'gone', resources: { requests: { storage: '1Gi' } } },
      },
    ]);
    const ended = await small.clone({ selection: { namespaces: ['unclassed'] } });
    expect(ended).toMatchObject({ error: 'PlanBlocked' });
    for (const word of ['"gone"', 'unclassed/waiting', 'storageClasses']) expect(ended.cause).toContain(word);
  });
});

describe('a plan that is bound to a hash', () => {
  // Promise: bound-to-plan
  it('is refused when it comes out otherwise, naming both', async () => {
    const planHash = '0'.repeat(64);
    const ended = await small.clone({ ...into('bound'), planHash });
    expect(ended).toMatchObject({ error: 'PlanBlocked' });
    expect(ended.cause).toContain(planHash);
    const [hash = ''] = ended.cause?.match(/(?!0{64})[0-9a-f]{64}/) ?? [];
    expect(await small.clone({ ...into('bound'), planHash: hash })).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('two runs into one namespace', () => {
  // Promise: refuses-busy-namespace
  it('are never at work together: the second names the first, touches nothing, and may start after it', async () => {
    const [one, two] = await Promise.all([small.clone(into('wanted')), small.clone(into('wanted'))]);
    const [winner, loser] = one.status === 'SUCCEEDED' ? [one, two] : [two, one];
    expect(winner.status).toBe('SUCCEEDED');
    expect(loser).toMatchObject({ status: 'FAILED', error: 'LockHeld' });
    expect(loser.cause).toContain(winner.name);
    expect(await small.clone({ ...into('wanted'), onConflict: 'skip' })).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('what the target has already, such as a clone', () => {
  // Promise: refuses-conflicts
  it('blocks another clone that would write over it, naming the way out', async () => {
    const ended = await small.clone(into('wanted'));
    expect(ended).toMatchObject({ error: 'PlanBlocked' });
    expect(ended.cause).toContain('made by an earlier clone of this route. Use onConflict "refresh"');
    expect(ended.cause?.split('onConflict')).toHaveLength(2);
  });
});
