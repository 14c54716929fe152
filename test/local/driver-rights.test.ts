import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../adapters/kubernetes/connect.ts';
import { statementFor } from '../../core/plan/keys/may-attach.ts';
import { launchNode } from '../../emulator/aws/eks/nodes.ts';
import { execute } from '../../emulator/aws/gateway/execute.ts';
import type { Statement } from '../../emulator/aws/iam/policy.ts';
import type { Key } from '../../emulator/aws/kms/keys.ts';
import { createServices, type Services } from '../../emulator/aws/services.ts';
import { acceleratedClock } from '../../emulator/base/clock.ts';
import { createFaults } from '../../emulator/base/faults.ts';
import type { EbsCsiDriver } from '../../emulator/csi/driver.ts';
import type { RunningCluster } from '../../emulator/kubernetes/contract/backend.ts';
import { inProcessBackend } from '../../emulator/kubernetes/in-process.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { startCsiDriver } from '../../local/csi-driver.ts';

const PLACE = { account: '444455556666', region: 'eu-west-1', cluster: 'dev' };
const ROOT: Statement = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${PLACE.account}:root` },
  Action: 'kms:*',
  Resource: '*',
};
const WAIT = { timeout: 15_000, interval: 50 };

let services: Services;
let cluster: RunningCluster;
let driver: EbsCsiDriver;
let api: ClusterApi;
const surroundings = () => ({
  principals: services.iam,
  clock: acceleratedClock(200),
  record: () => {},
  faults: createFaults(),
});

beforeAll(async () => {
  services = createServices({ faults: createFaults(), endpoint: () => '' });
  const place = services.ec2State.place(PLACE.account, PLACE.region);
  const node = { zone: 'eu-west-1a', instanceType: 'm7g.large', nodegroup: 'default', labels: {} };
  const nodes = [launchNode(services.ec2State, place, PLACE.cluster, node, 0)];
  const options = { name: 'dev', version: '1.36', nodes, authenticate: () => undefined, authorize: () => false };
  cluster = await inProcessBackend.start(options);
  const { endpoint, certificateAuthority, admin } = cluster;
  const credential = 'token' in admin ? { token: () => admin.token } : admin;
  api = connect({ endpoint, certificateAuthority, credential });
  driver = startCsiDriver(PLACE, cluster, services, surroundings());
});
afterAll(async () => {
  await driver.stop();
  api.close();
  await cluster.stop();
});

/** An available volume under the key, made by an administrator. */
async function volumeUnder(key: Key, tags: Record<string, string>): Promise<string> {
  const { arn } = services.iam.createUser(PLACE.account, 'admin');
  const caller = { account: PLACE.account, arn, principalArn: arn, accessKeyId: 'admin' };
  const service = services.list.find(({ signingName }) => signingName === 'ec2')!;
  const Tag = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const input = {
    ...{ AvailabilityZone: 'eu-west-1a', Size: '1', VolumeType: 'gp3', Encrypted: 'true', KmsKeyId: key.arn },
    TagSpecification: [{ ResourceType: 'volume', Tag }],
  };
  const request = { service, operation: 'CreateVolume', input, caller, region: PLACE.region };
  const { output } = await execute(request, surroundings());
  return (output as { volumeId: string }).volumeId;
}

/** A pod with a claim on the volume, as a clone brings them. */
async function bring(name: string, volumeHandle: string): Promise<void> {
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'static' };
  const objects: KubeObject[] = [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `pv-${name}` },
      spec: {
        ...spec,
        capacity: { storage: '1Gi' },
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'default', name },
        csi: { driver: 'ebs.csi.aws.com', volumeHandle },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace: 'default' },
      spec: { ...spec, volumeName: `pv-${name}`, resources: { requests: { storage: '1Gi' } } },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default' },
      spec: {
        containers: [{ name: 'db', image: 'registry.example/db:1' }],
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }],
      },
    },
  ];
  for (const object of objects) await api.apply(object, { manager: 'test', force: true });
}

async function phaseOf(name: string): Promise<string | undefined> {
  const pod = await api.get({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name });
  return (pod?.status as { phase?: string } | undefined)?.phase;
}

async function eventsOf(pod: string): Promise<string[]> {
  const resource = { apiVersion: 'v1', kind: 'Event', resource: 'events', namespaced: true, verbs: [] };
  const found: string[] = [];
  for await (const page of api.list(resource))
    for (const { involvedObject, reason, message } of page)
      if ((involvedObject as { name: string }).name === pod) found.push(`${reason}: ${message}`);
  return found;
}

describe('the EBS CSI driver of the local cloud, with the policy that AWS has for it', () => {
  const tags = { 'ebs.csi.aws.com/cluster': 'true' };

  it('leaves a pod pending whose key leaves it to IAM policies, in the words of EC2, until the key lets it in', async () => {
    const key = services.kms.createKey({ account: PLACE.account, region: PLACE.region });
    await bring('locked', await volumeUnder(key, tags));
    await expect
      .poll(() => eventsOf('locked'), WAIT)
      .toContainEqual(
        expect.stringMatching(
          /^FailedAttachVolume: .*api error CustomerKeyHasBeenRevoked: Volume vol-\w+ cannot be attached. The encrypted volume was unable to access the KMS master key.$/,
        ),
      );
    expect(await phaseOf('locked')).toBe('Pending');
    key.policy = { Statement: [ROOT, JSON.parse(statementFor(PLACE)) as Statement] };
    await expect.poll(() => phaseOf('locked'), WAIT).toBe('Running');
  });

  it('does not attach what lacks the tag that its policy asks for', async () => {
    const policy = { Statement: [ROOT, JSON.parse(statementFor(PLACE)) as Statement] };
    const key = services.kms.createKey({ account: PLACE.account, region: PLACE.region, policy });
    await bring('foreign', await volumeUnder(key, { Name: 'foreign' }));
    await expect
      .poll(() => eventsOf('foreign'), WAIT)
      .toContainEqual(expect.stringMatching(/^FailedAttachVolume: .*api error UnauthorizedOperation/));
    expect(await phaseOf('foreign')).toBe('Pending');
  });
});
