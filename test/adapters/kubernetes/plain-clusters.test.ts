import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../../adapters/kubernetes/connect.ts';
import { describePlain, plainClusters } from '../../../adapters/kubernetes/plain-clusters.ts';
import { requireReading } from '../../../core/execute/cluster/require-access.ts';
import { clusterRights } from '../../../core/serve/doctor/cluster-rights.ts';
import type { RunningCluster } from '../../../emulator/kubernetes/contract/backend.ts';
import { inProcessBackend } from '../../../emulator/kubernetes/in-process.ts';

let running: RunningCluster;
beforeAll(async () => {
  running = await inProcessBackend.start({
    name: 'factory',
    version: '1.34',
    authenticate: (token) => (['reader', 'nobody'].includes(token) ? { username: token, groups: [] } : undefined),
    authorize: ({ username }, { verb }) => username === 'reader' && verb === 'list',
    nodes: [],
  });
});
afterAll(() => running.stop());

const as = (token: string) =>
  connect({
    endpoint: running.endpoint,
    certificateAuthority: running.certificateAuthority,
    credential: { token: async () => token },
    maxSockets: 2,
  });
const describe = (token: string) =>
  describePlain(as(token), {
    name: 'factory',
    endpoint: running.endpoint,
    certificateAuthority: running.certificateAuthority,
    isPrivate: false,
  });

it('knows a cluster that is none of EKS by what its API server says', async () => {
  const info = await plainClusters(() => describe('reader')).describe('factory');
  expect(info).toMatchObject({ name: 'factory', version: '1.34', status: 'ACTIVE', endpoint: running.endpoint });
});

it('lets nobody in or out of it', async () => {
  const clusters = plainClusters(() => describe('reader'));
  expect(await clusters.createAccessEntry('factory', 'arn', {})).toBe(false);
  expect(await clusters.listAssociated('factory', 'arn')).toEqual([]);
});

it('says at once who does not get in, and who may not list, with the way out', async () => {
  await expect(requireReading(as('reader'), 'factory')).resolves.toBeUndefined();
  await expect(requireReading(as('nobody'), 'factory')).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringMatching(/"factory" does not let kubeferry list.*kubeferry rbac/s),
  });
  await expect(requireReading(as('wrong'), 'factory')).rejects.toMatchObject({ name: 'ClusterRejectedToken' });
});

it('asks the server itself whether runs may list every kind', async () => {
  const trials = (token: string) => clusterRights(async () => as(token)).tryOut();
  expect(await trials('reader')).toMatchObject([{ action: 'list *.*', answer: 'allowed' }]);
  expect(await trials('nobody')).toMatchObject([{ action: 'list *.*', answer: 'denied' }]);
});
