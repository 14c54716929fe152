import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessAttributes, Mishap } from '../../../emulator/kubernetes/contract/backend.ts';
import { startCluster, type TestCluster } from './cluster.ts';

const PATH = '/api/v1/namespaces/default/configmaps';
const CONFIG = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' } };
const as = { token: 'ferry' };

describe('a request with which something goes wrong', () => {
  let cluster: TestCluster;
  let mishap: Mishap | undefined;
  let met: AccessAttributes[];
  beforeAll(async () => {
    cluster = await startCluster({
      authenticate: (token) => (token === 'ferry' ? { username: 'ferry', groups: [] } : undefined),
      authorize: () => true,
      meet: ({ username }, access) => {
        if (username !== 'ferry') return undefined;
        met.push(access);
        return mishap;
      },
    });
  });
  beforeEach(() => {
    met = [];
    mishap = undefined;
  });
  afterAll(() => cluster.stop());

  it('is told as RBAC knows it', async () => {
    await cluster.send('GET', PATH, undefined, as);
    await cluster.send('PATCH', '/apis/apps/v1/namespaces/shop/deployments/web/scale', {}, as);
    expect(met).toEqual([
      { verb: 'list', group: '', resource: 'configmaps', namespace: 'default' },
      { verb: 'patch', group: 'apps', resource: 'deployments', subresource: 'scale', namespace: 'shop', name: 'web' },
    ]);
  });

  it('is refused in the words of the server when it is denied, and changes nothing', async () => {
    mishap = 'denied';
    const { code, body } = await cluster.send('POST', PATH, CONFIG, as);
    expect([code, body.message]).toEqual([
      403,
      expect.stringContaining('User "ferry" cannot create resource "configmaps"'),
    ]);
    expect((await cluster.send('GET', `${PATH}/web`)).code).toBe(404);
  });

  it('is discovery as well, which is refused or breaks off', async () => {
    const accept = { token: 'ferry' };
    expect((await cluster.send('GET', '/apis', undefined, accept)).code).toBe(200);
    expect(met).toEqual([{ verb: 'discover', group: '', resource: 'apis' }]);
    mishap = 'denied';
    const { code, body } = await cluster.send('GET', '/apis', undefined, accept);
    expect([code, body.message]).toEqual([403, 'forbidden: User "ferry" cannot get path "/apis"']);
    mishap = 'lost';
    await expect(cluster.send('GET', '/apis', undefined, accept)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('breaks off after all its work when its answer is lost', async () => {
    mishap = 'lost';
    await expect(cluster.send('POST', PATH, CONFIG, as)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await cluster.send('GET', `${PATH}/web`)).code).toBe(200);
  });
});
