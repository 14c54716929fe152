import { createHash } from 'node:crypto';
import {
  CompleteSnapshotCommand,
  GetSnapshotBlockCommand,
  ListChangedBlocksCommand,
  ListSnapshotBlocksCommand,
  PutSnapshotBlockCommand,
  StartSnapshotCommand,
} from '@aws-sdk/client-ebs';
import {
  CopySnapshotCommand,
  CreateSnapshotCommand,
  CreateVolumeCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  ModifySnapshotAttributeCommand,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FROM, SOURCE, SOURCE_KEY, TARGET, TARGET_KEY, TO } from '../ec2/support.ts';
import { type BlockCloud, startBlockCloud } from './block-cloud.ts';

const BLOCK = 524_288;
const block = (fill: number) => Buffer.alloc(BLOCK, fill);
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

let cloud: BlockCloud;
beforeEach(async () => {
  cloud = await startBlockCloud();
});
afterEach(() => cloud.stop());

async function encryptedVolume(): Promise<string> {
  const { VolumeId } = await cloud.source.ec2.send(
    new CreateVolumeCommand({
      AvailabilityZone: `${FROM}b`,
      Size: 1,
      VolumeType: 'gp3',
      Encrypted: true,
      KmsKeyId: SOURCE_KEY,
      TagSpecifications: [{ ResourceType: 'volume', Tags: [{ Key: 'claim', Value: 'shop/data' }] }],
    }),
  );
  cloud.clock.pass(5);
  return VolumeId!;
}

async function completedSnapshot(volumeId: string): Promise<string> {
  const { SnapshotId } = await cloud.source.ec2.send(new CreateSnapshotCommand({ VolumeId: volumeId }));
  cloud.clock.pass(60);
  return SnapshotId!;
}

describe('with the stock SDK', () => {
  it('a volume travels by snapshot, share and copy into another account and Region', async () => {
    const volumeId = await encryptedVolume();
    cloud.state.writeVolume(volumeId, 700_000, Buffer.from('hello'));
    const snapshotId = await completedSnapshot(volumeId);
    await cloud.source.ec2.send(
      new ModifySnapshotAttributeCommand({
        SnapshotId: snapshotId,
        Attribute: 'createVolumePermission',
        OperationType: 'add',
        UserIds: [TARGET],
      }),
    );
    const copy = await cloud.target.ec2.send(
      new CopySnapshotCommand({
        SourceRegion: FROM,
        SourceSnapshotId: snapshotId,
        Encrypted: true,
        KmsKeyId: TARGET_KEY,
      }),
    );
    cloud.clock.pass(60);
    const { Snapshots } = await cloud.target.ec2.send(
      new DescribeSnapshotsCommand({ SnapshotIds: [copy.SnapshotId!] }),
    );
    const { VolumeId } = await cloud.target.ec2.send(
      new CreateVolumeCommand({ AvailabilityZone: `${TO}a`, SnapshotId: copy.SnapshotId, VolumeType: 'gp3' }),
    );
    cloud.clock.pass(5);
    const { Volumes } = await cloud.target.ec2.send(new DescribeVolumesCommand({ VolumeIds: [VolumeId!] }));

    expect(Snapshots).toMatchObject([
      {
        State: 'completed',
        OwnerId: TARGET,
        VolumeId: 'vol-ffffffff',
        KmsKeyId: TARGET_KEY,
        Progress: '100%',
        Tags: [],
      },
    ]);
    expect(Volumes).toMatchObject([
      { State: 'available', Size: 1, Iops: 3000, Throughput: 125, Encrypted: true, KmsKeyId: TARGET_KEY },
    ]);
    expect(cloud.state.readVolume(VolumeId!, 700_000, 5).toString()).toBe('hello');
  });

  it('a copy whose presigned URL carries the tags fails later, with a message', async () => {
    const snapshotId = await completedSnapshot(await encryptedVolume());
    const { SnapshotId } = await cloud.source.ec2.send(
      new CopySnapshotCommand({
        SourceRegion: FROM,
        SourceSnapshotId: snapshotId,
        // The SDK's own middleware writes TagSpecifications=[object Object] into the URL.
        TagSpecifications: [{ ResourceType: 'snapshot', Tags: [{ Key: 'a', Value: 'b' }] }],
      }),
    );
    cloud.clock.pass(60);
    const { Snapshots } = await cloud.source.ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [SnapshotId!] }));
    expect(Snapshots?.[0]).toMatchObject({
      State: 'error',
      StateMessage: 'The PresignedUrl has the parameter TagSpecifications',
    });
  });

  it('the blocks of a volume are listed and read, with checksums', async () => {
    const volumeId = await encryptedVolume();
    cloud.state.writeVolume(volumeId, 3 * BLOCK, block(7));
    cloud.state.writeVolume(volumeId, 9 * BLOCK + 10, Buffer.from('x'));
    const SnapshotId = await completedSnapshot(volumeId);
    const list = await cloud.source.ebs.send(new ListSnapshotBlocksCommand({ SnapshotId, MaxResults: 100 }));
    const [first] = list.Blocks!;
    const got = await cloud.source.ebs.send(
      new GetSnapshotBlockCommand({ SnapshotId, BlockIndex: 3, BlockToken: first!.BlockToken }),
    );

    expect(list).toMatchObject({ BlockSize: BLOCK, VolumeSize: 1 });
    expect(list.ExpiryTime).toEqual(new Date(cloud.clock.milliseconds + 7 * 24 * 3_600_000));
    expect(list.Blocks!.map(({ BlockIndex }) => BlockIndex)).toEqual([3, 9]);
    expect(Buffer.from(await got.BlockData!.transformToByteArray()).equals(block(7))).toBe(true);
    expect(got).toMatchObject({
      DataLength: BLOCK,
      ChecksumAlgorithm: 'SHA256',
      Checksum: sha(block(7)).toString('base64'),
    });
  });

  it('a snapshot is written block by block, sealed, and restored as a volume', async () => {
    const started = await cloud.target.ebs.send(
      new StartSnapshotCommand({
        VolumeSize: 1,
        KmsKeyArn: TARGET_KEY,
        Tags: [{ Key: 'run', Value: '1' }],
        Timeout: 10,
      }),
    );
    const SnapshotId = started.SnapshotId!;
    // https://docs.aws.amazon.com/ebs/latest/APIReference/API_StartSnapshot.html
    expect(started.$metadata.httpStatusCode).toBe(201);
    expect(started).toMatchObject({ Status: 'pending', OwnerId: TARGET, KmsKeyArn: TARGET_KEY, BlockSize: BLOCK });
    for (const [BlockIndex, fill] of [
      [5, 5],
      [2, 1],
      [2, 2],
    ] as const) {
      const put = await cloud.target.ebs.send(putOf(SnapshotId, BlockIndex, fill));
      expect(put.Checksum).toBe(sha(block(fill)).toString('base64'));
    }
    const done = await cloud.target.ebs.send(
      new CompleteSnapshotCommand({
        SnapshotId,
        ChangedBlocksCount: 2,
        Checksum: createHash('sha256')
          .update(sha(block(2)))
          .update(sha(block(5)))
          .digest('base64'),
        ChecksumAlgorithm: 'SHA256',
        ChecksumAggregationMethod: 'LINEAR',
      }),
    );
    expect(done.Status).toBe('pending');
    cloud.clock.pass(30);
    const { Snapshots } = await cloud.target.ec2.send(
      new DescribeSnapshotsCommand({ Filters: [{ Name: 'tag:run', Values: ['1'] }], OwnerIds: ['self'] }),
    );
    expect(Snapshots).toMatchObject([{ SnapshotId, State: 'completed', FullSnapshotSizeInBytes: 2 * BLOCK }]);
    const { VolumeId } = await cloud.target.ec2.send(
      new CreateVolumeCommand({ AvailabilityZone: `${TO}a`, SnapshotId, VolumeType: 'gp3' }),
    );
    expect([...cloud.state.blocksOf(VolumeId!).keys()]).toEqual([2, 5]);
  });

  it('changed blocks are those that differ, and a block that went has no second token', async () => {
    const volumeId = await encryptedVolume();
    cloud.state.writeVolume(volumeId, 0, block(1));
    cloud.state.writeVolume(volumeId, BLOCK, block(1));
    const first = await completedSnapshot(volumeId);
    cloud.state.writeVolume(volumeId, BLOCK, block(2));
    cloud.state.writeVolume(volumeId, 4 * BLOCK, block(3));
    const second = await completedSnapshot(volumeId);
    const { ChangedBlocks } = await cloud.source.ebs.send(
      new ListChangedBlocksCommand({ FirstSnapshotId: first, SecondSnapshotId: second }),
    );
    expect(ChangedBlocks).toEqual([
      { BlockIndex: 1, FirstBlockToken: expect.any(String), SecondBlockToken: expect.any(String) },
      { BlockIndex: 4, SecondBlockToken: expect.any(String) },
    ]);
  });

  it('a shared snapshot cannot be read by the account that it is shared with', async () => {
    const SnapshotId = await completedSnapshot(await encryptedVolume());
    const list = () => cloud.neighbour.ebs.send(new ListSnapshotBlocksCommand({ SnapshotId }));
    await expect(list()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await cloud.source.ec2.send(
      new ModifySnapshotAttributeCommand({ SnapshotId, CreateVolumePermission: { Add: [{ UserId: TARGET }] } }),
    );
    await expect(list()).rejects.toMatchObject({ name: 'AccessDeniedException', Reason: 'UNAUTHORIZED_ACCOUNT' });
  });

  it('every call is recorded with action, resource and account', async () => {
    const volumeId = await encryptedVolume();
    expect(cloud.calls.find(({ action }) => action === 'ec2:CreateVolume')).toMatchObject({
      principalArn: `arn:aws:iam::${SOURCE}:user/admin-${FROM}`,
      resource: `arn:aws:ec2:${FROM}:${SOURCE}:volume/*`,
      context: { 'ec2:Encrypted': 'true', 'ec2:KmsKeyId': SOURCE_KEY, 'aws:RequestTag/claim': 'shop/data' },
      allowed: true,
    });
    expect(volumeId).toMatch(/^vol-0[0-9a-f]{16}$/);
  });
});

const putOf = (SnapshotId: string, BlockIndex: number, fill: number) =>
  new PutSnapshotBlockCommand({
    SnapshotId,
    BlockIndex,
    BlockData: block(fill),
    DataLength: BLOCK,
    Checksum: sha(block(fill)).toString('base64'),
    ChecksumAlgorithm: 'SHA256',
  });
