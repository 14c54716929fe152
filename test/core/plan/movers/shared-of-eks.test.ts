import { expect, it } from 'vitest';
import type { RequestInput } from '../../../../core/base/request/request.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { blockersOf } from '../../../../core/plan/plan.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { object, PlannedWorld, wide } from '../planned-world.ts';
import { OF_EKS } from './sources.data.ts';

const mounts = (name: string, nodeName: string) =>
  object('v1', 'Pod', name, {
    spec: { nodeName, volumes: [{ name: 'm', persistentVolumeClaim: { claimName: 'media' } }] },
    status: { phase: 'Running' },
  });

/** A cluster of EKS with a claim on EFS, beside one on EBS. */
function world(pods: KubeObject[]): PlannedWorld {
  const spec = { accessModes: ['ReadWriteMany'], storageClassName: 'efs', volumeMode: 'Filesystem' };
  return new PlannedWorld([
    wide('storage.k8s.io/v1', 'StorageClass', 'efs', { provisioner: 'efs.csi.aws.com' }),
    wide('v1', 'PersistentVolume', 'pv-media', {
      spec: {
        ...spec,
        capacity: { storage: '5Gi' },
        claimRef: { namespace: 'shop', name: 'media' },
        csi: { driver: 'efs.csi.aws.com', volumeHandle: 'fs-0123456789abcdef0::fsap-0123456789abcdef0' },
      },
    }),
    object('v1', 'PersistentVolumeClaim', 'media', { spec: { ...spec, volumeName: 'pv-media' } }),
    ...pods,
  ]);
}

async function planned(shop: PlannedWorld, volumes: RequestInput['volumes']) {
  const run = await shop.start({ volumes }, { source: OF_EKS } as unknown as Partial<Clone['route']>);
  return {
    run,
    blockers: blockersOf(run.planned).map(({ sentence }) => sentence),
    sentences: run.planned.findings.map(({ severity, sentence }) => `${severity}: ${sentence}`),
    volume: run.planned.volumes.find(({ claim }) => claim === 'shop/media'),
  };
}

const BY_MOVER = { origins: { 'shop/media': { mover: true } } } as const;

it('copies a claim on EFS by a Job to a volume of EBS, and says what is lost and what is not known', async () => {
  const { run, blockers, sentences, volume } = await planned(world([mounts('media-0', 'node-1')]), BY_MOVER);
  expect(blockers).toEqual([]);
  expect(volume).toMatchObject({ strategy: 'write-image', sizeGiB: 5, origin: { kind: 'mover', shared: true } });
  expect(sentences).toContainEqual(
    expect.stringMatching(
      /^warning: Claim shop\/media is on Amazon EFS, .* the 5 GiB .*volumes\.sizes\["shop\/media"\]/,
    ),
  );
  expect(sentences).toContainEqual(
    expect.stringMatching(
      /^warning: Claim shop\/media was on Amazon EFS, and gets its files on an EBS volume\. Pods of/,
    ),
  );
  const [claim] = run.planned.objects.filter(({ ref }) => ref.kind === 'PersistentVolumeClaim' && ref.name === 'media');
  expect(claim?.outcome).not.toBe('drop');
});

it('makes a volume as large as the request says, and has no doubt of that', async () => {
  const { sentences, volume } = await planned(world([]), { ...BY_MOVER, sizes: { 'shop/media': 300 } });
  expect(volume?.sizeGiB).toBe(300);
  expect(sentences.join()).not.toContain('does not keep to');
});

it('blocks what pods of several nodes have mounted, with the ways out', async () => {
  const shop = world([mounts('media-0', 'node-1'), mounts('media-1', 'node-2')]);
  const { blockers } = await planned(shop, BY_MOVER);
  expect(blockers).toEqual([expect.stringMatching(/mounted on 2 nodes \(by media-0, media-1\).*AWS DataSync/)]);
  expect((await planned(shop, { claims: { 'shop/media': 'skip' } })).blockers).toEqual([]);
});

it('leaves claims on EBS to snapshots', async () => {
  const { blockers } = await planned(world([]), { origins: { ...BY_MOVER.origins, 'shop/data': { mover: true } } });
  expect(blockers).toEqual([expect.stringMatching(/Claim shop\/data .* its volume is on EBS/)]);
});

it('makes no volume of EBS where the request wants shared storage of the target', async () => {
  const shop = world([]);
  const efs = wide('storage.k8s.io/v1', 'StorageClass', 'shared', { provisioner: 'efs.csi.aws.com' });
  await shop.target.apply(efs, { manager: 'somebody', force: true });
  const route = { source: OF_EKS } as unknown as Partial<Clone['route']>;
  const mappings = { storageClasses: { efs: 'shared' } };
  const { planned } = await shop.start({ volumes: BY_MOVER, mappings }, route);
  const blockers = blockersOf(planned).map(({ sentence }) => sentence);
  expect([...new Set(blockers)]).toEqual([
    expect.stringMatching(
      /"efs" is mapped to "shared" of driver "efs\.csi\.aws\.com".*comes to EBS volumes alone.*AWS DataSync/,
    ),
  ]);
  const skipped = await shop.start({ volumes: { claims: { 'shop/media': 'skip' } }, mappings }, route);
  expect(blockersOf(skipped.planned)).toEqual([]);
});
