import {
  CopySnapshotCommand,
  CreateSnapshotCommand,
  CreateSnapshotsCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  DeleteSnapshotCommand,
  DeleteVolumeCommand,
  DescribeAvailabilityZonesCommand,
  DescribeInstancesCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type Filter,
  paginateDescribeInstances,
  paginateDescribeSnapshots,
  paginateDescribeVolumes,
  type VolumeType,
} from '@aws-sdk/client-ec2';
import { KubeferryError } from '../../core/base/errors.ts';
import type { Snapshot, Volume, VolumeStorage } from '../../core/base/ports/volume-storage.ts';
import { clientConfig } from './clients.ts';
import { copySnapshotUrl } from './copy-snapshot-url.ts';
import {
  carries,
  snapshotFrom,
  tagsFrom,
  toTagFilters,
  toTagSpecifications,
  toTags,
  volumeFrom,
} from './ec2-shapes.ts';
import { awsCall, goneIsFine } from './errors.ts';
import type { MemberSession } from './member.ts';
import { snapshotShares } from './snapshot-shares.ts';

/** Values that one filter takes (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html). */
const FILTER_VALUES = 200;
const PAGE = 1_000;

/** EBS through EC2, in one account and Region. */
export function ec2VolumeStorage(session: MemberSession): VolumeStorage {
  const ec2 = new EC2Client(clientConfig(session));
  // Without a ClientToken, what the SDK sends again may be made twice: see core/execute/volumes/asked.ts.
  const once = new EC2Client({ ...clientConfig(session), maxAttempts: 1 });
  const here = `in account ${session.account}, ${session.region}`;

  const volumesBy = async (Filters: Filter[]): Promise<Volume[]> => {
    const found: Volume[] = [];
    const pages = paginateDescribeVolumes({ client: ec2 }, { Filters, MaxResults: PAGE });
    for await (const page of pages) found.push(...(page.Volumes ?? []).map(volumeFrom));
    return found;
  };

  const ownSnapshotsBy = async (Filters: Filter[]): Promise<Snapshot[]> => {
    const found: Snapshot[] = [];
    const query = { OwnerIds: ['self'], Filters, MaxResults: PAGE };
    for await (const page of paginateDescribeSnapshots({ client: ec2 }, query))
      found.push(...(page.Snapshots ?? []).map(snapshotFrom));
    return found;
  };

  const byIds = async <T>(name: string, ids: string[], find: (filters: Filter[]) => Promise<T[]>): Promise<T[]> => {
    const found: T[] = [];
    for (let at = 0; at < ids.length; at += FILTER_VALUES)
      found.push(...(await find([{ Name: name, Values: ids.slice(at, at + FILTER_VALUES) }])));
    return found;
  };

  return {
    describeVolumes: (ids) =>
      awsCall(`describe ${ids.length} volumes ${here}`, async () => {
        const found = await byIds('volume-id', ids, volumesBy);
        return inOrder(ids, new Map(found.map((volume) => [volume.id, volume])), here);
      }),

    presentVolumes: (ids) =>
      awsCall(`look for ${ids.length} volumes ${here}`, () => byIds('volume-id', ids, volumesBy)),

    findVolumes: (tags) =>
      awsCall(`find volumes ${here}`, async () => (await volumesBy(toTagFilters(tags))).filter(carries(tags))),

    describeSnapshot: (id) =>
      awsCall(`describe snapshot ${id} ${here}`, async () => {
        const { Snapshots = [] } = await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }));
        if (!Snapshots[0]) throw new KubeferryError('NotFound', `There is no snapshot ${id} ${here}.`);
        return snapshotFrom(Snapshots[0]);
      }),

    findSnapshots: (tags) =>
      awsCall(`find snapshots ${here}`, async () => (await ownSnapshotsBy(toTagFilters(tags))).filter(carries(tags))),

    presentSnapshots: (ids) =>
      awsCall(`look for ${ids.length} snapshots ${here}`, () => byIds('snapshot-id', ids, ownSnapshotsBy)),

    snapshotsOf: (volumeIds) =>
      awsCall(`look for snapshots of ${volumeIds.length} volumes ${here}`, () =>
        byIds('volume-id', volumeIds, ownSnapshotsBy),
      ),

    createSnapshot: (volumeId, tags, description) =>
      awsCall(`snapshot volume ${volumeId} ${here}`, async () =>
        snapshotFrom(
          await once.send(
            new CreateSnapshotCommand({
              VolumeId: volumeId,
              Description: description,
              TagSpecifications: toTagSpecifications('snapshot', tags),
            }),
          ),
        ),
      ),

    createSnapshots: (instanceId, excludeVolumeIds, tags, description) =>
      awsCall(`snapshot the volumes of instance ${instanceId} ${here}`, async () => {
        const { Snapshots = [] } = await once.send(
          new CreateSnapshotsCommand({
            InstanceSpecification: {
              InstanceId: instanceId,
              ExcludeBootVolume: true,
              ...(excludeVolumeIds.length > 0 ? { ExcludeDataVolumeIds: excludeVolumeIds } : {}),
            },
            Description: description,
            TagSpecifications: toTagSpecifications('snapshot', tags),
          }),
        );
        return Snapshots.map(snapshotFrom);
      }),

    instanceTags: (ids) =>
      awsCall(`describe ${ids.length} instances ${here}`, async () => {
        const found = new Map<string, Record<string, string>>();
        for (let at = 0; at < ids.length; at += FILTER_VALUES) {
          const Filters = [{ Name: 'instance-id', Values: ids.slice(at, at + FILTER_VALUES) }];
          for await (const { Reservations = [] } of paginateDescribeInstances({ client: ec2 }, { Filters }))
            for (const { InstanceId = '', Tags } of Reservations.flatMap(({ Instances = [] }) => Instances))
              found.set(InstanceId, tagsFrom(Tags));
        }
        return found;
      }),

    attachedDataVolumes: (instanceId) =>
      awsCall(`describe instance ${instanceId} ${here}`, async () => {
        const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
        const instance = Reservations.flatMap(({ Instances = [] }) => Instances)[0];
        const data = (instance?.BlockDeviceMappings ?? []).filter((it) => it.DeviceName !== instance?.RootDeviceName);
        return data.flatMap(({ Ebs }) => Ebs?.VolumeId ?? []);
      }),

    tagSnapshot: async (id, tags) => {
      const command = new CreateTagsCommand({ Resources: [id], Tags: toTags(tags) });
      await awsCall(`tag snapshot ${id} ${here}`, () => ec2.send(command));
    },

    ...snapshotShares(ec2, here),

    copySnapshot: ({ sourceRegion, sourceSnapshotId, kmsKeyArn, tags, description, completionMinutes }) =>
      awsCall(`copy snapshot ${sourceSnapshotId} from ${sourceRegion} to ${session.region}`, async () => {
        const call = {
          SourceRegion: sourceRegion,
          SourceSnapshotId: sourceSnapshotId,
          DestinationRegion: session.region,
          KmsKeyId: kmsKeyArn,
        };
        const { SnapshotId = '' } = await once.send(
          new CopySnapshotCommand({
            ...call,
            Description: description,
            Encrypted: true,
            CompletionDurationMinutes: completionMinutes,
            PresignedUrl: await copySnapshotUrl(session, call),
            TagSpecifications: toTagSpecifications('snapshot', tags),
          }),
        );
        return SnapshotId;
      }),

    createVolume: (request) =>
      awsCall(`create a volume from snapshot ${request.snapshotId} in ${request.zone}`, async () =>
        volumeFrom(
          await ec2.send(
            new CreateVolumeCommand({
              SnapshotId: request.snapshotId,
              AvailabilityZone: request.zone,
              Size: request.sizeGiB,
              VolumeType: request.type as VolumeType,
              Iops: request.iops,
              Throughput: request.throughputMiBps,
              MultiAttachEnabled: request.multiAttach,
              VolumeInitializationRate: request.initializationMiBps,
              Encrypted: true,
              KmsKeyId: request.kmsKeyArn,
              TagSpecifications: toTagSpecifications('volume', request.tags),
              ClientToken: request.clientToken,
            }),
          ),
        ),
      ),

    deleteSnapshot: (id) =>
      goneIsFine(`delete snapshot ${id} ${here}`, () => ec2.send(new DeleteSnapshotCommand({ SnapshotId: id }))),

    deleteVolume: (id) =>
      goneIsFine(`delete volume ${id} ${here}`, () => ec2.send(new DeleteVolumeCommand({ VolumeId: id }))),

    zones: (subnetIds) =>
      awsCall(`list the zones of ${session.region}`, async () => {
        if (subnetIds.length > 0) {
          const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: subnetIds }));
          return [...new Set(Subnets.flatMap(({ AvailabilityZone }) => AvailabilityZone ?? []))].sort();
        }
        const Filters = [
          { Name: 'state', Values: ['available'] },
          { Name: 'zone-type', Values: ['availability-zone'] },
        ];
        const { AvailabilityZones = [] } = await ec2.send(new DescribeAvailabilityZonesCommand({ Filters }));
        return AvailabilityZones.flatMap(({ ZoneName }) => ZoneName ?? []).sort();
      }),
  };
}

function inOrder(ids: string[], byId: Map<string, Volume>, here: string): Volume[] {
  const missing = ids.filter((id) => !byId.has(id));
  if (missing.length > 0) {
    throw new KubeferryError(
      'NotFound',
      `There are no volumes ${missing.join(', ')} ${here}. Way out: check that they were not deleted, and that the ` +
        'cluster of the route is in this account and Region.',
      { problems: missing.map((at) => ({ at, message: 'no such volume' })) },
    );
  }
  return ids.flatMap((id) => byId.get(id) ?? []);
}
