import { blockStoreSuite } from '../suites/block-store.ts';
import { volumeStorageSuite } from '../suites/volume-storage.ts';
import { memoryBlockSink, memoryBlockSource, memoryStartSnapshot } from './block-store.ts';
import { leapingClock } from './clock.ts';
import { addInstance, addVolume, ebsWorld } from './ebs-world.ts';
import { memoryVolumeStorage } from './volume-storage.ts';

const SOURCE = { account: '111111111111', region: 'eu-west-1' };
const TARGET = { account: '222222222222', region: 'us-east-1' };
const keyArn = (place: typeof SOURCE, name: string) => `arn:aws:kms:${place.region}:${place.account}:key/${name}`;

function newWorld() {
  const world = ebsWorld(leapingClock());
  const addKey = (place: typeof SOURCE, name: string, customerManaged: boolean) => {
    const arn = keyArn(place, name);
    world.keys.set(arn, { ...place, arn, enabled: true, customerManaged });
    return arn;
  };
  world.zones.set(TARGET.region, ['us-east-1b', 'us-east-1a']);
  world.subnets.set('subnet-1', 'us-east-1a').set('subnet-2', 'us-east-1b');
  const settle = () => world.clock.sleep(world.delayMs);
  return { world, addKey, settle };
}

volumeStorageSuite('memory', async () => {
  const { world, addKey, settle } = newWorld();
  const add = (sizeGiB: number, kmsKeyArn?: string) =>
    addVolume(world, SOURCE, 'eu-west-1a', sizeGiB, kmsKeyArn ? { encrypted: true, kmsKeyArn } : {});
  const data = [add(1), add(1)];
  return {
    source: memoryVolumeStorage(world, SOURCE),
    target: memoryVolumeStorage(world, TARGET),
    sourceRegion: SOURCE.region,
    targetAccount: TARGET.account,
    targetZones: ['us-east-1a', 'us-east-1b'],
    targetSubnet: { id: 'subnet-2', zone: 'us-east-1b' },
    volumeId: add(2, addKey(SOURCE, 'own', true)).volume.id,
    awsManagedVolumeId: add(1, addKey(SOURCE, 'aws-ebs', false)).volume.id,
    instanceId: addInstance(world, SOURCE, add(8), data),
    dataVolumeIds: data.map(({ volume }) => volume.id),
    targetKeyArn: addKey(TARGET, 'target', true),
    missingKeyArn: keyArn(TARGET, 'missing'),
    settle,
  };
});

blockStoreSuite('memory', async () => {
  const { world, addKey, settle } = newWorld();
  const kmsKeyArn = addKey(TARGET, 'target', true);
  return {
    start: async (clientToken, parentSnapshotId) => {
      const request = { sizeGiB: 1, kmsKeyArn, tags: {}, description: 'started', clientToken };
      return memoryStartSnapshot(world, TARGET, { ...request, ...(parentSnapshotId ? { parentSnapshotId } : {}) });
    },
    sink: (id) => memoryBlockSink(world, TARGET, id),
    source: (id, since) => memoryBlockSource(world, TARGET, id, since),
    settle,
  };
});
