import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startCluster, type TestCluster } from './cluster.ts';

describe('access', () => {
  const authenticate = vi.fn((token: string) =>
    token === 'viewer'
      ? { username: 'viv', groups: ['viewers'] }
      : token === 'root'
        ? { username: 'r', groups: ['system:masters'] }
        : undefined,
  );
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster({
      authenticate,
      authorize: (identity, access) =>
        identity.groups.includes('viewers') && access.verb === 'list' && access.resource === 'pods',
    });
  });
  afterAll(() => cluster.stop());

  it('is refused to an unknown token with 401', async () => {
    const { code, body } = await cluster.send('GET', '/api/v1/pods', undefined, { token: 'stolen' });
    expect([code, body.reason, body.message]).toEqual([401, 'Unauthorized', 'Unauthorized']);
  });

  it('is what the authorizer says, with the sentence of the server otherwise', async () => {
    expect((await cluster.send('GET', '/api/v1/pods', undefined, { token: 'viewer' })).code).toBe(200);
    const all = await cluster.send('GET', '/api/v1/secrets', undefined, { token: 'viewer' });
    expect([all.code, all.body.message]).toEqual([
      403,
      'secrets is forbidden: User "viv" cannot list resource "secrets" in API group "" at the cluster scope',
    ]);
    const one = await cluster.send('DELETE', '/apis/apps/v1/namespaces/shop/deployments/web', undefined, {
      token: 'viewer',
    });
    expect(one.body.message).toBe(
      'deployments.apps "web" is forbidden: User "viv" cannot delete resource "deployments" in API group "apps" in the namespace "shop"',
    );
  });

  it('is everything for system:masters', async () => {
    expect((await cluster.send('GET', '/api/v1/secrets', undefined, { token: 'root' })).code).toBe(200);
  });

  it('asks for each token only once in a while', async () => {
    authenticate.mockClear();
    for (let index = 0; index < 5; index++) await cluster.send('GET', '/api/v1/pods', undefined, { token: 'viewer' });
    expect(authenticate.mock.calls.length).toBeLessThanOrEqual(1);
  });

  it('tells everyone who they are and what they may do', async () => {
    const header = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview' };
    const review = (resource: string) =>
      cluster.send(
        'POST',
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        { ...header, spec: { resourceAttributes: { verb: 'list', resource } } },
        { token: 'viewer' },
      );
    expect((await review('pods')).body.status.allowed).toBe(true);
    expect((await review('secrets')).body.status.allowed).toBe(false);
  });

  it('is also what a ClusterRole allows that is bound to a group, and nothing beside it', async () => {
    const rbac = '/apis/rbac.authorization.k8s.io/v1';
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    const root = { token: 'root' };
    const rules = [{ apiGroups: [''], resources: ['persistentvolumes'], verbs: ['patch'] }];
    const role = { apiVersion, kind: 'ClusterRole', metadata: { name: 'hands' }, rules };
    const patch = () =>
      cluster.send(
        'PATCH',
        '/api/v1/persistentvolumes/pv-1',
        {},
        { token: 'viewer', type: 'application/merge-patch+json' },
      );
    await cluster.send('POST', `${rbac}/clusterroles`, role, root);
    expect((await patch()).code).toBe(403);
    await cluster.send(
      'POST',
      `${rbac}/clusterrolebindings`,
      {
        ...{ apiVersion, kind: 'ClusterRoleBinding', metadata: { name: 'hands' } },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'hands' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'viewers' }],
      },
      root,
    );
    expect((await patch()).code).toBe(404);
    for (const [method, path] of [
      ['DELETE', '/api/v1/persistentvolumes/pv-1'],
      ['GET', '/api/v1/persistentvolumes'],
      ['GET', '/api/v1/secrets'],
    ])
      expect((await cluster.send(method!, path!, undefined, { token: 'viewer' })).code).toBe(403);
  });

  it('needs the private certificate authority', async () => {
    const attempt = new Promise((resolve, reject) => {
      request(`${cluster.running.endpoint}/version`, { agent: false }, resolve).on('error', reject).end();
    });
    await expect(attempt).rejects.toThrow(/self.signed certificate/);
  });
});

describe('discovery', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it('lists groups and resources one by one', async () => {
    const groups = await cluster.send('GET', '/apis');
    const scaling = groups.body.groups.find((group: { name: string }) => group.name === 'autoscaling');
    expect(scaling.preferredVersion.version).toBe('v2');
    const apps = await cluster.send('GET', '/apis/apps/v1');
    expect(apps.body.resources).toContainEqual(
      expect.objectContaining({ name: 'statefulsets', kind: 'StatefulSet', namespaced: true, shortNames: ['sts'] }),
    );
  });

  it('answers all at once when asked for it', async () => {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const { body, headers } = await cluster.send('GET', '/apis', undefined, { accept });
    // By this kubectl knows the form: without it, it finds no resource at all.
    expect(headers['content-type']).toBe(accept);
    const plain = await cluster.send('GET', '/apis');
    expect(plain.headers['content-type']).toBe('application/json');
    expect(body.kind).toBe('APIGroupDiscoveryList');
    const batch = body.items.find((item: { metadata: { name: string } }) => item.metadata.name === 'batch');
    expect(batch.versions[0].resources.map((each: { resource: string }) => each.resource)).toEqual([
      'cronjobs',
      'jobs',
    ]);
  });

  it('does not know what is not served', async () => {
    const { code, body } = await cluster.send('GET', '/apis/policy/v1beta1/podsecuritypolicies');
    expect([code, body.message]).toEqual([404, 'the server could not find the requested resource']);
  });
});
