import { EC2Client, paginateDescribeSnapshots, paginateDescribeVolumes } from '@aws-sdk/client-ec2';
import { EKSClient, paginateListClusters } from '@aws-sdk/client-eks';
import type { Count, Usage } from '../../core/base/ports/quotas.ts';
import { clientConfig } from './clients.ts';
import { awsCall } from './errors.ts';
import type { MemberSession } from './member.ts';

const PAGE = 1_000;
/** Each takes about a second, and who asks waits for half a minute. */
const PAGES = 10;
const GIB_OF_A_TIB = 1_024;
/** The volume that a copy says that it is of (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html). */
const OF_A_COPY = 'vol-ffffffff';

/** What an account has in a Region of the things that clones make. */
export async function targetUsage(session: MemberSession): Promise<Usage> {
  const ec2 = new EC2Client(clientConfig(session));
  const eks = new EKSClient(clientConfig(session));
  return awsCall(`count volumes, snapshots and clusters in ${session.region}`, async () => {
    const [storage, snapshots, copies, clusters] = await Promise.all([
      storageOf(ec2),
      countSnapshots(ec2),
      countCopies(ec2),
      countClusters(eks),
    ]);
    return { ...storage, snapshots, copies, clusters };
  });
}

async function storageOf(client: EC2Client): Promise<Pick<Usage, 'storageTiB' | 'moreVolumes'>> {
  const storageTiB: Record<string, number> = {};
  let pages = 0;
  for await (const { Volumes = [], NextToken } of paginateDescribeVolumes({ client, pageSize: PAGE }, {})) {
    for (const { VolumeType = '', Size = 0 } of Volumes)
      storageTiB[VolumeType] = (storageTiB[VolumeType] ?? 0) + Size / GIB_OF_A_TIB;
    if (++pages === PAGES && NextToken) return { storageTiB, moreVolumes: true };
  }
  return { storageTiB };
}

async function countSnapshots(client: EC2Client): Promise<Count> {
  let count = 0;
  let pages = 0;
  for await (const { Snapshots = [], NextToken } of paginateDescribeSnapshots(
    { client, pageSize: PAGE },
    { OwnerIds: ['self'] },
  )) {
    count += Snapshots.length;
    if (++pages === PAGES && NextToken) return { count, atLeast: true };
  }
  return { count };
}

async function countCopies(client: EC2Client): Promise<number> {
  let count = 0;
  const Filters = [{ Name: 'status', Values: ['pending'] }];
  for await (const { Snapshots = [] } of paginateDescribeSnapshots(
    { client, pageSize: PAGE },
    { OwnerIds: ['self'], Filters },
  ))
    count += Snapshots.filter(({ VolumeId }) => VolumeId === OF_A_COPY).length;
  return count;
}

async function countClusters(client: EKSClient): Promise<number> {
  let count = 0;
  for await (const { clusters = [] } of paginateListClusters({ client }, {})) count += clusters.length;
  return count;
}
