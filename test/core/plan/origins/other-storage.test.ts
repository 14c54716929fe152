import { expect, it } from 'vitest';
import type { FoundSnapshot } from '../../../../core/base/ports/file-repository.ts';
import type { Repository } from '../../../../core/base/request/repository.ts';
import type { RequestInput } from '../../../../core/base/request/request.ts';
import { blockersOf } from '../../../../core/plan/plan.ts';
import { object, PlannedWorld, wide } from '../planned-world.ts';

const SECRET = 'arn:aws:secretsmanager:us-east-1:222233334444:secret:restic-abcdef';
const NIGHTLY: Repository = { type: 'restic', bucket: 'backups', prefix: 'restic/{namespace}/{claim}', secret: SECRET };
const FOUND: FoundSnapshot = {
  id: '3e6fe542a6a8dfee',
  time: '2026-11-22T05:00:00Z',
  host: 'volsync',
  paths: ['/data'],
  root: '…',
  losses: [],
};

const SHARED = { accessModes: ['ReadWriteMany'], storageClassName: 'nas', volumeMode: 'Filesystem' };

/** A claim that several nodes mount from an NFS server, as on-premises. */
function worldWithNas(): PlannedWorld {
  const world = new PlannedWorld([
    wide('storage.k8s.io/v1', 'StorageClass', 'nas', { provisioner: 'nfs.csi.k8s.io' }),
    wide('v1', 'PersistentVolume', 'pv-media', {
      spec: {
        ...SHARED,
        capacity: { storage: '7500Mi' },
        claimRef: { namespace: 'shop', name: 'media' },
        mountOptions: ['nfsvers=4.1'],
        nfs: { server: '10.0.0.7', path: '/export/media' },
      },
    }),
    object('v1', 'PersistentVolumeClaim', 'media', {
      spec: { ...SHARED, volumeName: 'pv-media', resources: { requests: { storage: '7500Mi' } } },
    }),
  ]);
  world.openRepository = async () => ({
    find: async () => FOUND,
    walk: () => expect.unreachable(),
    locate: () => expect.unreachable(),
    open: () => expect.unreachable(),
  });
  return world;
}

const start = (volumes: RequestInput['volumes'] = {}) =>
  worldWithNas().start({ volumes } as RequestInput, { repositories: { nightly: NIGHTLY } });
const FROM_NIGHTLY = { origins: { 'shop/media': { repository: 'nightly' } } };

it('brings the files of a claim on other storage to an EBS volume of its size and of the default class', async () => {
  const run = await start(FROM_NIGHTLY);
  expect(blockersOf(run.planned)).toEqual([]);
  expect(run.planned.volumes.find(({ claim }) => claim === 'shop/media')).toMatchObject({
    strategy: 'write-image',
    sourceVolumeId: 'pv-media',
    sizeGiB: 8,
    volumeType: 'gp3',
    zone: 'eu-west-1a',
  });
  await run.capture();
  const objects = await run.translate();
  const named = (kind: string, name: string) =>
    objects.find((each) => each.kind === kind && each.metadata.name === name)?.spec as Record<string, unknown>;
  expect(named('PersistentVolumeClaim', 'media')).toMatchObject({
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'gp3',
    volumeName: 'pv-media',
  });
  const volume = named('PersistentVolume', 'pv-media');
  expect(volume).toMatchObject({
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'gp3',
    csi: { driver: 'ebs.csi.aws.com', fsType: 'ext4' },
  });
  expect(volume).not.toHaveProperty('nfs');
  expect(volume).not.toHaveProperty('mountOptions');
});

it('says where it was, and that pods of one node alone can have it now', async () => {
  const { planned } = await start(FROM_NIGHTLY);
  expect(planned.findings).toContainEqual(
    expect.objectContaining({
      severity: 'warning',
      rule: 'bind-claims',
      sentence: expect.stringMatching(
        /^Claim shop\/media was on an NFS server, and gets its files on an EBS volume\. Pods of several nodes/,
      ),
    }),
  );
});

// Promise: skips-other-storage
it('is blocked without an origin, and names the ways out', async () => {
  const sentences = blockersOf((await start()).planned).map(({ sentence }) => sentence);
  expect(sentences).toEqual([
    expect.stringMatching(
      /lies on an NFS server.*volumes\.origins\["shop\/media"\].*volumes\.claims\["shop\/media"\] to "skip"/,
    ),
  ]);
});

it('names a way out of what a backup has not kept that there is for such a claim', async () => {
  const world = worldWithNas();
  const open = world.openRepository!;
  const found = { ...FOUND, losses: ['ACLs'] };
  world.openRepository = async (repository) => ({ ...(await open(repository)), find: async () => found });
  const route = { repositories: { nightly: NIGHTLY } };
  const { planned } = await world.start({ volumes: FROM_NIGHTLY } as RequestInput, route);
  const sentence = planned.findings.map((each) => each.sentence).find((each) => each.includes('does not keep ACLs'));
  expect(sentence).toContain('have a Job of the run copy it instead ({"mover": true} in volumes.origins');
});
