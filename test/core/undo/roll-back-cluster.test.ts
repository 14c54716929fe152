import { expect, it } from 'vitest';
import { memoryCluster } from '../../../adapters/memory/cluster-api.ts';
import { memoryObjectStore } from '../../../adapters/memory/object-store.ts';
import type { Clone } from '../../../core/clone/envelope.ts';
import type { ClusterDescription, ClusterFactory, Described } from '../../../core/ports/cluster-factory.ts';
import { rollBackCluster } from '../../../core/undo/roll-back-cluster.ts';

const OURS = { 'kubeferry:made-by': 'kubeferry', 'kubeferry:clone-id': 'run-1' };
const clone = {
  cloneId: 'run-1',
  route: { target: { account: '444455556666', region: 'eu-west-1', cluster: 'dev', create: {} } },
} as unknown as Clone;
const role = (name: string) => `arn:aws:iam::444455556666:role/${name}`;

const MADE: ClusterDescription = {
  cluster: { name: 'dev', status: 'ACTIVE', tags: { ...OURS, 'kubeferry:step': 'whole-cluster' } },
  nodegroups: [{ nodegroupName: 'ours', status: 'ACTIVE', tags: OURS }],
  fargateProfiles: [],
  addons: [{ addonName: 'coredns', tags: OURS }],
  accessEntries: [
    { entry: { principalArn: role('people'), type: 'STANDARD', tags: OURS }, policies: [] },
    // EKS makes it with the first node group.
    { entry: { principalArn: role('node'), type: 'EC2_LINUX', tags: {} }, policies: [] },
  ],
  // EKS makes it with an add-on.
  podIdentities: [
    { namespace: 'kube-system', serviceAccount: 'ebs', ownerArn: 'arn:aws:eks:::addon/dev/ebs', tags: {} },
  ],
};

async function rollBack(others: Partial<ClusterDescription>, objects: object[] = []) {
  const deleted: string[] = [];
  const factory = {
    read: async () => ({ ...MADE, ...others }),
    deleteNodegroup: async (_: string, name: string) => void deleted.push(name),
    deleteFargateProfile: async (_: string, name: string) => void deleted.push(name),
    deleteCluster: async (name: string) => void deleted.push(name),
  } as unknown as ClusterFactory;
  const api = memoryCluster({ objects: objects as never });
  const error = await rollBackCluster(factory, async () => api, memoryObjectStore(), clone).catch((thrown) => thrown);
  return { error: error as Error, deleted };
}

// Promise: cluster-deleted-by-its-run
it.each<[string, Partial<ClusterDescription>]>([
  ['node group theirs', { nodegroups: [...MADE.nodegroups, { nodegroupName: 'theirs', status: 'ACTIVE', tags: {} }] }],
  ['Fargate profile theirs', { fargateProfiles: [{ fargateProfileName: 'theirs', status: 'ACTIVE' }] }],
  ['add-on metrics', { addons: [...MADE.addons, { addonName: 'metrics' }] }],
  [
    `access entry of ${role('theirs')}`,
    { accessEntries: [{ entry: { principalArn: role('theirs'), type: 'STANDARD' } as Described, policies: [] }] },
  ],
  ['pod identity association of shop/web', { podIdentities: [{ namespace: 'shop', serviceAccount: 'web' }] }],
])('keeps a cluster with all its parts once others have put a %s there', async (named, others) => {
  const { error, deleted } = await rollBack(others);
  expect(error).toMatchObject({ name: 'RollBackIncomplete', message: expect.stringContaining(named) });
  expect(deleted).toEqual([]);
});

// Promise: cluster-deleted-by-its-run
it.each([
  ['v1', 'PersistentVolumeClaim'],
  ['batch/v1', 'CronJob'],
  ['v1', 'ConfigMap'],
])('keeps it for what others have in the namespace "default": %s %s', async (apiVersion, kind) => {
  const { error, deleted } = await rollBack({}, [{ apiVersion, kind, metadata: { name: 'x', namespace: 'default' } }]);
  expect(error).toMatchObject({ name: 'RollBackIncomplete', message: expect.stringContaining(`${kind} default/x`) });
  expect(deleted).toEqual([]);
});

it('deletes one in which nothing of others is, whatever EKS and each cluster make by themselves', async () => {
  const ca = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-root-ca.crt', namespace: 'default' } };
  const { error, deleted } = await rollBack({}, [ca]);
  expect(error.name).toBe('NotYet');
  expect(deleted).toEqual(['ours']);
});
