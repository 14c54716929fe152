import { writeFileSync } from 'node:fs';
import { CreateVolumeCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateClusterCommand, EKSClient, ListAccessEntriesCommand } from '@aws-sdk/client-eks';
import { administer } from '../../cli/demo/admin.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { furniture } from '../../cli/demo/source-workload.ts';
import type { RunningCluster } from '../../emulator/kubernetes/contract/backend.ts';
import { inProcessBackend } from '../../emulator/kubernetes/in-process.ts';
import { credentialsOf, ENDS, type Place } from './places.ts';
import type { MiniStack } from './start-ministack.ts';
import { DRIVER, shopOn, VOLUME } from './workload.ts';

const VERSION = '1.36';
type End = Place & { cluster: string };

/** Both clusters of the route, known to MiniStack's EKS, and a workload with one volume at the source. */
export async function startClusters(stack: MiniStack): Promise<{ stop(): Promise<void> }> {
  const running = { source: await start(stack, ENDS.source), target: await start(stack, ENDS.target) };
  const known = Object.entries(running).map(([side, { endpoint, certificateAuthority }]) => {
    const { account, region, cluster } = ENDS[side as 'source' | 'target'];
    const data = { endpoint, certificateAuthority: Buffer.from(certificateAuthority).toString('base64') };
    return [`${account}/${region}/${cluster}`, data];
  });
  writeFileSync(stack.clustersFile, JSON.stringify(Object.fromEntries(known)));
  await loadCluster(administer(running.target), [...furniture('target'), DRIVER]);
  await loadCluster(administer(running.source), [
    ...furniture('source'),
    DRIVER,
    ...shopOn(await volumeOf(stack, ENDS.source), `${ENDS.source.region}a`),
  ]);
  return { stop: async () => void (await Promise.all([running.source.stop(), running.target.stop()])) };
}

async function start(stack: MiniStack, end: End): Promise<RunningCluster> {
  const eks = new EKSClient({ region: end.region, endpoint: stack.endpoint, credentials: credentialsOf(end) });
  await eks.send(
    new CreateClusterCommand({
      name: end.cluster,
      version: VERSION,
      roleArn: `arn:aws:iam::${end.account}:role/eks-cluster`,
      resourcesVpcConfig: {},
      accessConfig: { authenticationMode: 'API' },
    }),
  );
  return inProcessBackend.start({
    name: end.cluster,
    version: VERSION,
    authenticate: (token) => entered(stack, end, eks, token),
    authorize: () => true,
    nodes: ['a', 'b', 'c'].map((letter, at) => ({
      name: `node-${letter}`,
      zone: `${end.region}${letter}`,
      region: end.region,
      instanceId: `i-0000000000000000${at}`,
      labels: {},
    })),
  });
}

/** Who MiniStack's STS says that the token is of is let in when MiniStack's EKS has an access entry of that role. */
async function entered(stack: MiniStack, end: End, eks: EKSClient, token: string) {
  const { search } = new URL(Buffer.from(token.replace(/^k8s-aws-v1\./, ''), 'base64url').toString());
  const answer = await fetch(`${stack.endpoint}/${search}`, { headers: { 'x-k8s-aws-id': end.cluster } });
  const [, account, role] =
    /<Arn>arn:aws:sts::(\d+):assumed-role\/([^/]+)\/[^<]+<\/Arn>/.exec(await answer.text()) ?? [];
  const { accessEntries = [] } = await eks.send(new ListAccessEntriesCommand({ clusterName: end.cluster }));
  if (!role || !accessEntries.includes(`arn:aws:iam::${account}:role/${role}`)) return undefined;
  return { username: role, groups: ['system:masters'] };
}

async function volumeOf(stack: MiniStack, { account, region }: Place): Promise<string> {
  const ec2 = new EC2Client({ region, endpoint: stack.endpoint, credentials: credentialsOf({ account, region }) });
  // As the driver of the cluster tags what it makes: the plan takes no other volume.
  const tags = {
    [`kubernetes.io/cluster/${ENDS.source.cluster}`]: 'owned',
    'kubernetes.io/created-for/pv/name': VOLUME,
  };
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const { VolumeId = '' } = await ec2.send(
    new CreateVolumeCommand({
      AvailabilityZone: `${region}a`,
      VolumeType: 'gp3',
      Size: 5,
      TagSpecifications: [{ ResourceType: 'volume', Tags }],
    }),
  );
  return VolumeId;
}
