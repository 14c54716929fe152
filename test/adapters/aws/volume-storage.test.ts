import { AttachVolumeCommand, CreateVolumeCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ec2VolumeStorage } from '../../../adapters/aws/volume-storage.ts';
import { networkOf } from '../../../emulator/aws/ec2/network.ts';
import { volumeStorageSuite } from '../../suites/volume-storage.ts';
import { keyArn, SOURCE, startSmallCloud, TARGET } from './small-cloud.ts';

/** Longer than a snapshot or copy of a few GiB takes there. */
const SETTLED_MS = 60_000;
const ZONE = `${SOURCE.region}a`;

volumeStorageSuite('EC2', async () => {
  const cloud = await startSmallCloud();
  const session = await cloud.session(SOURCE);
  const ec2 = new EC2Client(session);
  const settle = () => cloud.clock.sleep(SETTLED_MS);

  const createVolume = async (Size: number, key: { Encrypted?: boolean; KmsKeyId?: string } = {}) => {
    const command = new CreateVolumeCommand({ AvailabilityZone: ZONE, VolumeType: 'gp3', Size, ...key });
    return (await ec2.send(command)).VolumeId!;
  };
  const createInstance = async (rootVolumeId: string, dataVolumeIds: string[]) => {
    const { account, region } = SOURCE;
    const id = cloud.state.newId('i');
    const place = { account, region, zone: ZONE };
    const looks = { type: 'm7g.large', launchedAt: 0, privateDnsName: 'ip-10-0-0-1.internal', tags: {} };
    cloud.state.place(account, region).instances.set(id, { id, ...place, ...looks, rootDevice: '/dev/xvda' });
    await settle();
    for (const [at, VolumeId] of [rootVolumeId, ...dataVolumeIds].entries()) {
      await ec2.send(new AttachVolumeCommand({ VolumeId, InstanceId: id, Device: `/dev/xvd${'abc'[at]}` }));
    }
    return id;
  };

  const dataVolumeIds = [await createVolume(1), await createVolume(1)];
  const instanceId = await createInstance(await createVolume(8), dataVolumeIds);
  return {
    source: ec2VolumeStorage(session),
    target: ec2VolumeStorage(await cloud.session(TARGET)),
    sourceRegion: SOURCE.region,
    targetAccount: TARGET.account,
    targetZones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    targetSubnet: networkOf(TARGET.account, TARGET.region).subnets[1]!,
    volumeId: await createVolume(2, { Encrypted: true, KmsKeyId: keyArn(SOURCE, 1) }),
    awsManagedVolumeId: await createVolume(1, { Encrypted: true }),
    instanceId,
    dataVolumeIds,
    targetKeyArn: keyArn(TARGET, 1),
    missingKeyArn: keyArn(TARGET, 9),
    settle,
    close: cloud.stop,
  };
});
