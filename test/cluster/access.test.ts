import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../adapters/kubernetes/connect.ts';
import { HANDING_GROUP, handingObjects } from '../../core/base/access/cluster-rights.ts';
import { retain } from '../../core/execute/handing/source-volume.ts';
import { whyNoHandOver } from '../../core/plan/volumes/may-hand-over.ts';
import type { AccessAttributes, RunningCluster } from '../../emulator/kubernetes/contract/backend.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../kube/kube-object.ts';
import { realBackend } from './real-backend.ts';

describe('a real cluster behind EKS-like access', () => {
  let cluster: RunningCluster;
  const asked: AccessAttributes[] = [];
  const opened: ClusterApi[] = [];
  const enter = (token: string) => {
    const { endpoint, certificateAuthority } = cluster;
    const api = connect({ endpoint, certificateAuthority, credential: { token: () => token } });
    opened.push(api);
    return api;
  };
  const settings = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'settings' };

  beforeAll(async () => {
    cluster = await realBackend().start({
      name: 'source',
      version: '1.34',
      nodes: [],
      authenticate: (token) =>
        token === 'reader' || token === 'hands'
          ? { username: `arn:${token}`, groups: ['readers', ...(token === 'hands' ? [HANDING_GROUP] : [])] }
          : undefined,
      authorize: (identity, access) => {
        asked.push(access);
        return identity.groups.includes('readers') && ['get', 'list'].includes(access.verb);
      },
    });
  });
  afterAll(async () => {
    for (const api of opened) api.close();
    await cluster.stop();
  });

  it('plays an older version, which lacks what came later', async () => {
    const kinds = (await enter('reader').discover()).resources.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
    expect(kinds).toContain('admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy');
    expect(kinds).not.toContain('admissionregistration.k8s.io/v1 MutatingAdmissionPolicy');
  });

  it('lets in whom the authenticator knows, to what the access policies allow', async () => {
    const api = enter('reader');
    expect(await api.get({ apiVersion: 'v1', kind: 'Namespace', name: 'default' })).toBeDefined();
    expect(await api.get(settings)).toBeUndefined();
    expect(asked).toContainEqual({
      verb: 'get',
      group: '',
      resource: 'configmaps',
      namespace: 'default',
      name: 'settings',
    });
  });

  it('refuses what neither a policy nor RBAC allows', async () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' } };
    await expect(enter('reader').apply(object, { manager: 'kubeferry', force: false })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('User "arn:reader" cannot patch resource "configmaps"'),
    });
  });

  it('refuses a token that the authenticator does not know', async () => {
    await expect(enter('stranger').version()).rejects.toMatchObject({ name: 'ClusterRejectedToken' });
  });

  // Promise: handed-over-where-allowed
  it('lets the group of hand-overs change PersistentVolumes once its role is there, and nothing else', async () => {
    const { endpoint, certificateAuthority, admin } = cluster;
    const root = connect({ endpoint, certificateAuthority, credential: admin as { cert: string; key: string } });
    opened.push(root);
    const volume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'given' },
      spec: {
        ...{ capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], persistentVolumeReclaimPolicy: 'Delete' },
        csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0db' },
      },
    };
    const { metadata } = (await root.create(volume, { manager: 'suite' }))!;
    const of = { name: 'given', uid: metadata.uid!, claimUid: 'c', reclaimPolicy: 'Delete' };
    const handed = { claim: 'shop/given', volumeId: 'vol-0db', volume: of };
    const hands = enter('hands');
    expect(await whyNoHandOver(hands)).toContain('kubeferry rbac --hand-over');
    await expect(retain(hands, handed, 'run-1')).rejects.toMatchObject({ name: 'AccessDenied' });
    for (const object of handingObjects()) await root.apply(object as KubeObject, { manager: 'suite', force: true });
    await expect.poll(() => whyNoHandOver(hands), { timeout: 10_000 }).toBeUndefined();
    const dry = { spec: { persistentVolumeReclaimPolicy: 'Retain', claimRef: { uid: 'nobody' } } };
    await hands.merge(refOf(volume), dry, { manager: 'suite', dryRun: true });
    expect((await root.get(refOf(volume)))?.spec).toMatchObject({ persistentVolumeReclaimPolicy: 'Delete' });
    await retain(hands, handed, 'run-1');
    const kept = await root.get({ apiVersion: 'v1', kind: 'PersistentVolume', name: 'given' });
    expect(kept?.spec).toMatchObject({ persistentVolumeReclaimPolicy: 'Retain' });
    expect(await whyNoHandOver(enter('reader'))).toBeDefined();
    await expect(hands.delete(refOf(volume))).rejects.toMatchObject({ name: 'AccessDenied' });
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' } };
    await expect(hands.create(object, { manager: 'kubeferry' })).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('names an aggregated API that is down, in its discovery', async () => {
    const { endpoint, certificateAuthority, admin } = cluster;
    const api = connect({ endpoint, certificateAuthority, credential: admin as { cert: string; key: string } });
    opened.push(api);
    const broken = {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1.broken.example' },
      spec: {
        group: 'broken.example',
        version: 'v1',
        groupPriorityMinimum: 1000,
        versionPriority: 10,
        insecureSkipTLSVerify: true,
        service: { namespace: 'default', name: 'nobody' },
      },
    };
    await api.apply(broken, { manager: 'suite', force: true });
    const failed = async () => (await api.discover()).failed.map(({ groupVersion }) => groupVersion);
    await expect.poll(failed, { timeout: 20_000, interval: 500 }).toEqual(['broken.example/v1']);
  });
});
