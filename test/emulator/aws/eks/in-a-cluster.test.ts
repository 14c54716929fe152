import {
  AssociateAccessPolicyCommand,
  CreateAccessEntryCommand,
  CreateNodegroupCommand,
  DeleteAccessEntryCommand,
  DeleteNodegroupCommand,
  DescribeNodegroupCommand,
  EKSClient,
} from '@aws-sdk/client-eks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../../adapters/kubernetes/connect.ts';
import { eksToken } from '../../../../adapters/kubernetes/eks-token.ts';
import { networkOf } from '../../../../emulator/aws/ec2/network.ts';
import { createEks, type Eks } from '../../../../emulator/aws/eks/eks.ts';
import { type Gateway, startGateway } from '../../../../emulator/aws/gateway/gateway.ts';
import { createIam } from '../../../../emulator/aws/iam/iam.ts';
import { createFaults } from '../../../../emulator/base/faults.ts';
import type { RunningCluster } from '../../../../emulator/kubernetes/contract/backend.ts';
import { inProcessBackend } from '../../../../emulator/kubernetes/in-process.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { FROM, SOURCE, world } from '../ec2/support.ts';

const clusterName = 'prod';
const here = world();
const iam = createIam();
let eks: Eks;
let gateway: Gateway;
let client: EKSClient;
let running: RunningCluster;
let admin: ClusterApi;
let asUser: <T>(use: (api: ClusterApi) => Promise<T>) => Promise<T>;
let principalArn: string;

beforeAll(async () => {
  eks = createEks({ ec2: here.state, clock: here.clock, backend: inProcessBackend, credential: iam.credential });
  gateway = await startGateway({
    services: [eks.service],
    principals: iam,
    clock: here.clock,
    record: () => {},
    faults: createFaults(),
  });
  const credentials = iam.createUser(SOURCE, 'someone');
  principalArn = credentials.arn;
  client = new EKSClient({ endpoint: gateway.endpoint, region: FROM, credentials, maxAttempts: 1 });
  ({ running } = await eks.seedCluster({
    account: SOURCE,
    region: FROM,
    name: clusterName,
    nodes: [{ zone: `${FROM}a` }],
  }));
  const { endpoint, certificateAuthority } = running;
  let calls = 0;
  const began = Date.now();
  // Each with a token of its own, since a cluster remembers for a moment whom a token belongs to. Tokens differ by whole
  // seconds, counted from one moment: from the time of each call, a second that passes would give the same token again.
  asUser = async (use) => {
    calls += 1;
    const now = new Date(began - calls * 1000);
    const token = () => eksToken({ region: FROM, cluster: clusterName, credentials, now });
    const api = connect({ endpoint, certificateAuthority, credential: { token } });
    return use(api).finally(() => api.close());
  };
  const root = running.admin as { token: string };
  admin = connect({ endpoint, certificateAuthority, credential: { token: () => root.token } });
});
afterAll(async () => {
  admin.close();
  client.destroy();
  await gateway.stop();
  await eks.stop();
});

const secret: KubeObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'password', namespace: 'default' },
  stringData: { value: 'x' },
};
const ref = { apiVersion: 'v1', kind: 'Secret', namespace: 'default', name: 'password' };
const read = (api: ClusterApi) => api.get(ref);
const list = async (resource: string, kind: string) => {
  const found: KubeObject[] = [];
  const served = { apiVersion: 'v1', kind, resource, namespaced: false, verbs: [] };
  for await (const page of admin.list(served)) found.push(...page);
  return found;
};

describe('a running cluster of the local EKS', () => {
  it('lets in who has an access entry, as far as its policies go, and nobody after', async () => {
    await admin.apply(secret, { manager: 'test', force: true });
    await expect(asUser(read)).rejects.toMatchObject({ name: 'ClusterRejectedToken' });

    await client.send(new CreateAccessEntryCommand({ clusterName, principalArn }));
    await expect(asUser(read)).rejects.toMatchObject({ name: 'AccessDenied' });

    const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy';
    const accessScope = { type: 'cluster' as const };
    await client.send(new AssociateAccessPolicyCommand({ clusterName, principalArn, policyArn, accessScope }));
    expect(await asUser(read)).toMatchObject({ metadata: { name: 'password' } });
    await expect(asUser((api) => api.delete(ref))).rejects.toMatchObject({ name: 'AccessDenied' });

    await client.send(new DeleteAccessEntryCommand({ clusterName, principalArn }));
    await expect(asUser(read)).rejects.toMatchObject({ name: 'ClusterRejectedToken' });
  });

  it('has the instances of a nodegroup as nodes, as long as that lives', async () => {
    const group = { clusterName, nodegroupName: 'more' };
    const created = await client.send(
      new CreateNodegroupCommand({
        ...group,
        nodeRole: `arn:aws:iam::${SOURCE}:role/node`,
        subnets: networkOf(SOURCE, FROM).subnets.map(({ id }) => id),
        scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
        labels: { team: 'shop' },
      }),
    );
    expect(created.nodegroup).toMatchObject({ status: 'CREATING', labels: { team: 'shop' } });
    const nodes = (await list('nodes', 'Node')).filter(({ metadata }) => metadata.labels?.team === 'shop');
    expect(nodes.map(({ spec }) => (spec as { providerID: string }).providerID)).toEqual([
      expect.stringMatching(/^aws:\/\/\/us-east-1a\/i-0/),
      expect.stringMatching(/^aws:\/\/\/us-east-1b\/i-0/),
    ]);
    here.clock.pass(300);
    expect((await client.send(new DescribeNodegroupCommand(group))).nodegroup?.status).toBe('ACTIVE');
    await client.send(new DeleteNodegroupCommand(group));
    expect(await list('nodes', 'Node')).toHaveLength(1);
    here.clock.pass(300);
    await expect(client.send(new DescribeNodegroupCommand(group))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
