import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../adapters/kubernetes/connect.ts';
import type { AccessAttributes, RunningCluster } from '../../emulator/kubernetes/contract/backend.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
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
      authenticate: (token) => (token === 'reader' ? { username: 'arn:reader', groups: ['readers'] } : undefined),
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
