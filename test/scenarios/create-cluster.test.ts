import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { proveCluster } from '../../cli/demo/prove-cluster.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { readManifests } from '../../cli/read-manifests.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { listAccounts } from '../flow/listing.ts';
import { into, type SmallCloud, startSmallCloud } from '../flow/small-cloud.ts';
import { AWS_AUTH, addToSource, factoryOf, ORDERS, TEMPLATES } from './grown-source.ts';

const MAKE = { target: { createCluster: true } };
/**
 * What fails, with nothing, half and all of the cluster there; test/adapters/aws/late-cluster.test.ts removes it after each
 * of its stages.
 */
const CALLS = ['eks:CreateCluster', 'eks:CreateAddon', 'lambda:complete-cluster'];
const PASSING = {
  'eks:CreateCluster': 'ResourceLimitExceededException',
  'eks:CreateNodegroup': 'ThrottlingException',
  'eks:CreateFargateProfile': 'ServiceUnavailableException',
  'eks:CreateAddon': 'ResourceInUseException',
  'eks:CreatePodIdentityAssociation': 'ServerException',
};
const KARPENTER = fileURLToPath(new URL('../fixtures/workloads/karpenter.yaml', import.meta.url));

let small: SmallCloud;
let before: { accounts: string[]; source: Map<string, string> };
beforeAll(async () => {
  small = await startSmallCloud(200, { targetCluster: false });
  await loadCluster(small.source, [ORDERS, AWS_AUTH, ...readManifests([KARPENTER]).objects]);
  recordsOf(small.cloud);
  await addToSource(small.cloud);
  before = { accounts: await listEverything(), source: await fingerprintCluster(small.source) };
});
afterAll(() => small?.stop());

/** Clusters, their nodes, volumes and snapshots of both accounts. */
async function listEverything(): Promise<string[]> {
  const { ec2, accounts } = small.cloud;
  const { id: account, region } = accounts.target;
  const nodes = [...ec2.place(account, region).instances.keys()];
  return [...listAccounts(small.cloud), ...nodes, ...((await describeTarget()) ? ['cluster dev'] : [])];
}

const describeTarget = () => factoryOf(small.cloud, 'target').read('dev');

async function objectsOf(api: ClusterApi, apiVersion: string, kind: string, resource: string, namespace?: string) {
  const found: KubeObject[] = [];
  const type = { apiVersion, kind, resource, namespaced: namespace !== undefined, verbs: [] };
  for await (const page of api.list(type, { namespace })) found.push(...page);
  return found;
}

const planOf = (name: string) => findRecord<Plan>(recordsOf(small.cloud), keysOf(name).plan);

describe('a target account without a cluster', () => {
  // Promise: cluster-on-request
  it('gets none when only a plan is wanted; the plan lists what would be made', async () => {
    const ended = await small.clone({ ...MAKE, mode: 'plan' });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect((await planOf(ended.name))?.cluster).toMatchObject({
      name: 'dev',
      blueprint: { cluster: { authenticationMode: 'API' }, nodegroups: [{ name: 'default' }, { name: 'own-disks' }] },
      creates: expect.arrayContaining([{ kind: 'cluster', name: 'dev' }]),
      nodePools: [{ kind: 'NodePool' }, { kind: 'EC2NodeClass' }],
    });
    expect((await planOf(ended.name))?.findings).toContainEqual(
      expect.objectContaining({ path: '/accessEntries', current: ['arn:aws:iam::222233334444:role/oncall'] }),
    );
    expect(await listEverything()).toEqual(before.accounts);
  });

  it.each(CALLS)('is as it was before when %s fails for good', async (on) => {
    small.cloud.addFault({ on, nth: 1, effect: { kind: 'error', code: 'AccessDenied', message: 'injected' } });
    small.cloud.addFault({ on: 'lambda:roll-back-cluster', nth: 1, effect: { kind: 'kill-after' } });
    const failed = { status: 'FAILED', cause: expect.stringContaining('injected') };
    expect(await small.clone({ ...MAKE, ...into('failed') })).toMatchObject(failed);
    expect(await listEverything()).toEqual(before.accounts);
    expect(await fingerprintCluster(small.source)).toEqual(before.source);
  });

  // Promise: cluster-on-request, cluster-continued
  it('gets one that is as its blueprint says, with the workload in it, though functions lose their answers', async () => {
    // One of each stage: the first calls of cluster, nodes and access, and one of the add-ons.
    small.cloud.addFault({ on: 'lambda:make-cluster', nth: 1, effect: { kind: 'kill-after' } });
    for (const nth of [1, 2, 4])
      small.cloud.addFault({ on: 'lambda:fill-cluster', nth, effect: { kind: 'kill-after' } });
    small.cloud.addFault({ on: 'lambda:complete-cluster', nth: 1, effect: { kind: 'kill-after' } });
    // What passes by itself: EKS is out of breath, or a quota is reached for the moment.
    for (const [on, code] of Object.entries(PASSING))
      small.cloud.addFault({ on, nth: 1, effect: { kind: 'error', code, message: 'injected' } });
    const from = small.cloud.calls.length;
    const ended = await small.clone({ ...MAKE, ...into('first') });
    expect(ended.cause).toBeUndefined();
    expect(await proveCluster(small.cloud, recordsOf(small.cloud), ended.name)).toEqual({
      targetCluster: { name: 'dev', created: true, matchesBlueprint: true, differences: [] },
    });
    expect(small.cloud.calls.slice(from).filter(({ action }) => action === 'eks:CreateCluster')).toHaveLength(1);
    expect(small.cloud.calls.filter(({ allowed }) => !allowed)).toEqual([]);
  });

  it('gives the service accounts of the workload their roles there', async () => {
    const made = await describeTarget();
    expect(made?.podIdentities).toContainEqual(
      expect.objectContaining({
        namespace: 'first',
        serviceAccount: 'orders',
        roleArn: 'arn:aws:iam::444455556666:role/dev-orders',
      }),
    );
    expect(made?.addons.map(({ addonName }) => addonName)).toContain('eks-pod-identity-agent');
    const accounts = await objectsOf(small.target, 'v1', 'ServiceAccount', 'serviceaccounts', 'first');
    const orders = accounts.find(({ metadata }) => metadata.name === 'orders');
    expect(orders?.metadata.annotations ?? {}).not.toHaveProperty('eks.amazonaws.com/role-arn');
  });

  it('has the node group of a launch template there, and the role of an add-on without an issuer', async () => {
    const made = await describeTarget();
    expect(made?.nodegroups.find(({ nodegroupName }) => nodegroupName === 'own-disks')).toMatchObject({
      launchTemplate: { id: TEMPLATES.target },
      nodeRole: 'arn:aws:iam::444455556666:role/eks-node',
      updateConfig: { maxUnavailable: 1, updateStrategy: 'MINIMAL' },
    });
    const driver = made?.addons.find(({ addonName }) => addonName === 'aws-efs-csi-driver');
    expect(driver).not.toHaveProperty('serviceAccountRoleArn');
    expect(made?.podIdentities).toContainEqual(
      expect.objectContaining({
        serviceAccount: 'efs-csi-controller-sa',
        roleArn: 'arn:aws:iam::444455556666:role/dev-orders',
        ownerArn: driver?.addonArn,
      }),
    );
  });

  it('has its Fargate profile, access entries and node pools there, with the roles of the target and the name of the cluster', async () => {
    const made = await describeTarget();
    expect(made?.accessEntries.map(({ entry }) => entry)).toContainEqual(
      expect.objectContaining({
        principalArn: 'arn:aws:iam::444455556666:role/dev-orders',
        kubernetesGroups: ['orders'],
      }),
    );
    expect(made?.accessEntries.map(({ entry }) => entry)).toContainEqual(
      expect.objectContaining({
        principalArn: 'arn:aws:iam::444455556666:role/dev-karpenter-node',
        type: 'EC2_LINUX',
        kubernetesGroups: ['system:nodes'],
      }),
    );
    expect(made?.fargateProfiles).toMatchObject([
      { fargateProfileName: 'batch', podExecutionRoleArn: 'arn:aws:iam::444455556666:role/eks-fargate' },
    ]);
    const [nodeClass] = await objectsOf(small.target, 'karpenter.k8s.aws/v1', 'EC2NodeClass', 'ec2nodeclasses');
    expect(nodeClass?.spec).toEqual({
      role: 'dev-karpenter-node',
      amiSelectorTerms: [{ alias: 'al2023@latest' }],
      subnetSelectorTerms: [{ tags: { 'karpenter.sh/discovery': 'dev' } }],
      securityGroupSelectorTerms: [{ tags: { 'karpenter.sh/discovery': 'dev' } }],
    });
    expect(await objectsOf(small.target, 'karpenter.sh/v1', 'NodePool', 'nodepools')).toMatchObject([
      { metadata: { name: 'apps' } },
    ]);
  });

  // Promise: cluster-deleted-by-its-run
  it('keeps it when a later run fails, which made nothing of it', async () => {
    small.cloud.addFault({
      on: 'lambda:verify-clone',
      nth: 1,
      effect: { kind: 'error', code: 'AccessDenied', message: 'injected' },
    });
    const ended = await small.clone({ ...MAKE, ...into('second') });
    expect(ended).toMatchObject({ status: 'FAILED' });
    expect((await planOf(ended.name))?.cluster).toBeUndefined();
    expect(small.cloud.clusters.target.running.endpoint).toMatch(/^https/);
  });
});
