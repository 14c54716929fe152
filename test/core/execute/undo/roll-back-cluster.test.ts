import { describe, expect, it } from 'vitest';
import type { ClusterDescription, ClusterFactory, Described } from '../../../../core/base/ports/cluster-factory.ts';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { writeRecord } from '../../../../core/base/run/records.ts';
import { allKept, type Kept, noteKept } from '../../../../core/execute/undo/kept.ts';
import { rollBackCluster } from '../../../../core/execute/undo/roll-back-cluster.ts';
import type { ClusterApi, Discovery } from '../../../../kube/cluster-api.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

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

const KUBERNETES = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubernetes', namespace: 'default' } };

interface Around {
  /** Writes down what the run made. */
  record?: (store: ObjectStore, api: ClusterApi) => Promise<void>;
  discovery?: Partial<Discovery>;
}

async function rollBack(others: Partial<ClusterDescription>, objects: object[] = [], around: Around = {}) {
  const deleted: string[] = [];
  const description = { ...MADE, ...others };
  const factory = {
    read: async () => description,
    deleteNodegroup: async (_: string, name: string) => void deleted.push(name),
    deleteFargateProfile: async (_: string, name: string) => void deleted.push(name),
    deleteCluster: async (name: string) => void deleted.push(name),
    deleteOidcProvider: async (arn: string) => void deleted.push(arn),
  } as unknown as ClusterFactory;
  const api = memoryCluster({ objects: [KUBERNETES, ...objects] as never });
  const open = async () => ({ ...api, discover: async () => ({ ...(await api.discover()), ...around.discovery }) });
  const store = memoryObjectStore();
  await around.record?.(store, api);
  const ended = await rollBackCluster(factory, open, store, clone).catch((thrown: Error) => thrown);
  return { ended, deleted, kept: await allKept(store, 'run-1') };
}

const theirs = (kind: string, name: unknown = 'x', apiVersion = 'v1') => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'default' },
});
const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

describe('a cluster in which others have something that needs nodes', () => {
  // Promise: cluster-deleted-by-its-run
  it.each<[string, Partial<ClusterDescription>]>([
    ['add-on metrics', { addons: [...MADE.addons, { addonName: 'metrics' }] }],
    ['pod identity association of shop/web', { podIdentities: [{ namespace: 'shop', serviceAccount: 'web' }] }],
  ])('is kept with all its parts, and the roll-back ends well: %s', async (named, others) => {
    const { ended, deleted, kept } = await rollBack(others);
    expect(ended).toEqual({ deleted: 0, kept: 1 });
    expect(deleted).toEqual([]);
    expect(kept).toEqual([{ at: 'EKS cluster dev', why: expect.stringContaining(`others use it: ${named}. ours of`) }]);
  });

  // Promise: cluster-deleted-by-its-run
  it.each([
    ['v1', 'PersistentVolumeClaim'],
    ['batch/v1', 'CronJob'],
    ['v1', 'ConfigMap'],
    ['v1', 'Service'],
    ['v1', 'Pod'],
    ['networking.k8s.io/v1', 'Ingress'],
  ])('is kept for what they have in the namespace "default": %s %s', async (apiVersion, kind) => {
    const { ended, deleted, kept } = await rollBack({}, [theirs(kind, 'x', apiVersion)]);
    expect(ended).toEqual({ deleted: 0, kept: 1 });
    expect(deleted).toEqual([]);
    expect(kept[0]?.why).toContain(`${apiVersion} ${kind} default/x`);
  });

  // Promise: cluster-deleted-by-its-run
  it('is kept for a custom object there', async () => {
    const type = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'kites.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { kind: 'Kite', plural: 'kites' },
        versions: [{ name: 'v1', served: true, storage: true }],
      },
    };
    const { kept } = await rollBack({}, [type, theirs('Kite', 'red', 'example.com/v1')]);
    expect(kept[0]?.why).toContain('example.com/v1 Kite default/red');
  });

  it('is kept where an API does not say what it stores there, but not once its own nodes are going', async () => {
    const discovery = { failed: [{ groupVersion: 'wardle.example.com/v1', reason: 'its service is down' }] };
    expect((await rollBack({}, [], { discovery })).kept[0]?.why).toContain('wardle.example.com/v1');
    const nodegroups = [{ ...MADE.nodegroups[0], status: 'DELETING' }];
    const going = await rollBack({ nodegroups }, [], { discovery });
    expect(going).toMatchObject({ ended: { name: 'NotYet' }, kept: [] });
  });

  it('is kept when they come while its parts are going already', async () => {
    const nodegroups = [{ ...MADE.nodegroups[0], status: 'DELETING' }];
    const { ended, deleted } = await rollBack({ nodegroups }, [shop]);
    expect(ended).toEqual({ deleted: 0, kept: 1 });
    expect(deleted).toEqual([]);
  });

  it('says how its people remove all of it by hand one day', async () => {
    const oidcProvider = { arn: 'arn:aws:iam::444455556666:oidc-provider/o', tags: OURS };
    const fargateProfiles = [{ fargateProfileName: 'batch', status: 'ACTIVE', tags: OURS }];
    const { kept } = await rollBack({ oidcProvider, fargateProfiles }, [shop]);
    expect(kept[0]?.why.split(': ').at(-1)?.split('; ')).toEqual([
      'aws eks delete-nodegroup --region eu-west-1 --cluster-name dev --nodegroup-name ours',
      'aws eks wait nodegroup-deleted --region eu-west-1 --cluster-name dev --nodegroup-name ours',
      'aws eks delete-fargate-profile --region eu-west-1 --cluster-name dev --fargate-profile-name batch',
      'aws eks wait fargate-profile-deleted --region eu-west-1 --cluster-name dev --fargate-profile-name batch',
      `aws iam delete-open-id-connect-provider --open-id-connect-provider-arn ${oidcProvider.arn}`,
      'aws eks delete-cluster --region eu-west-1 --name dev',
    ]);
  });
});

describe('a cluster that others have entered, or given nodes of their own, and have nothing in', () => {
  const OTHERS: [string, string[], Partial<ClusterDescription>][] = [
    [
      'node group theirs',
      ['ours'],
      { nodegroups: [...MADE.nodegroups, { nodegroupName: 'theirs', status: 'ACTIVE', tags: {} }] },
    ],
    ['Fargate profile theirs', ['ours'], { fargateProfiles: [{ fargateProfileName: 'theirs', status: 'ACTIVE' }] }],
    [
      `access entry of ${role('theirs')}`,
      ['ours'],
      { accessEntries: [{ entry: { principalArn: role('theirs'), type: 'STANDARD' } as Described, policies: [] }] },
    ],
  ];

  // Promise: cluster-deleted-by-its-run
  it.each(OTHERS)('loses the nodes of the run, and nothing else: %s', async (named, own, others) => {
    const first = await rollBack(others);
    expect(first).toMatchObject({ ended: { name: 'NotYet' }, deleted: own, kept: [] });
    const nodegroups = (others.nodegroups ?? []).filter(({ nodegroupName }) => nodegroupName !== 'ours');
    const second = await rollBack({ ...others, nodegroups });
    expect(second).toMatchObject({ ended: { deleted: 0, kept: 1 }, deleted: [] });
    expect(second.kept[0]?.why).toContain(`others use it: ${named}. no node group and no Fargate profile of the run`);
  });
});

describe('a cluster in which the own objects of the run are still', () => {
  const recording = (kept: Kept[]) => async (store: ObjectStore, api: ClusterApi) => {
    const ref = { apiVersion: 'v1', kind: 'Namespace', name: 'shop' };
    const objects = [{ ref, uid: (await api.get(ref))?.metadata.uid, before: 'absent' }];
    await writeRecord(store, `${keysOf('run-1').ledger}objects/foundation/010/0.json`, { objects });
    await noteKept(store, 'run-1', 'objects', kept);
  };

  it('is not called used by others: its roll-back is incomplete, and names what has to go first', async () => {
    const { ended, deleted, kept } = await rollBack({}, [shop], { record: recording([]) });
    expect(ended).toMatchObject({ name: 'RollBackIncomplete', message: expect.stringMatching(/namespace shop\.$/) });
    expect({ deleted, kept }).toEqual({ deleted: [], kept: [] });
  });

  it('is kept where those were kept for others', async () => {
    const hold = { at: 'v1 Namespace shop', why: 'it holds what others have put there' };
    const { ended, kept } = await rollBack({}, [shop], { record: recording([hold]) });
    expect(ended).toEqual({ deleted: 0, kept: 1 });
    expect(kept.map(({ at }) => at)).toEqual(['v1 Namespace shop', 'EKS cluster dev']);
  });
});

it('deletes one in which nothing of others is, whatever EKS and each cluster make by themselves', async () => {
  const made = [theirs('ConfigMap', 'kube-root-ca.crt'), theirs('ServiceAccount', 'default')];
  const { ended, deleted } = await rollBack({}, made);
  expect(ended).toMatchObject({ name: 'NotYet' });
  expect(deleted).toEqual(['ours']);
  expect((await rollBack({ nodegroups: [] }, made)).deleted).toEqual(['dev']);
});
