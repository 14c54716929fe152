import { expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { RequestInput } from '../../../../core/base/request/request.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { moverJob, moverSecret } from '../../../../core/plan/movers/mover-objects.ts';
import { blockersOf } from '../../../../core/plan/plan.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { object, PlannedWorld, wide } from '../planned-world.ts';

const IMAGE = `restic/restic@sha256:${'0123456789abcdef'.repeat(4)}`;
const PLACE = { account: '222233334444', region: 'us-east-1', cluster: 'prod' };
const SOURCE = { ...PLACE, kind: 'kubernetes', endpoint: 'https://k8s.example.com', roleArn: 'role', externalId: 'id' };
const ALLOWED = { ...SOURCE, mover: { image: IMAGE, hours: 4, memory: '1Gi' } };

const WITHOUT = 'the source does not serve snapshot.storage.k8s.io/v1';
const BY_MOVER: RequestInput = { volumes: { origins: { 'shop/media': { mover: true } } } };
const claim = (accessModes: string[], volumeMode = 'Filesystem') => ({
  spec: { accessModes, storageClassName: 'nas', volumeMode, volumeName: 'pv-media' },
});
const pod = object('v1', 'Pod', 'media-0', {
  spec: {
    nodeName: 'rack-1',
    tolerations: [
      { key: 'storage', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    ],
    volumes: [{ name: 'media', persistentVolumeClaim: { claimName: 'media' } }],
  },
  status: { phase: 'Running' },
});

const elsewhere = {
  ...pod,
  metadata: { ...pod.metadata, name: 'media-1' },
  spec: { ...(pod.spec as object), nodeName: 'rack-2' },
};

function world(modes = ['ReadWriteMany'], more: KubeObject[] = [], volumeMode = 'Filesystem'): PlannedWorld {
  return new PlannedWorld([
    wide('storage.k8s.io/v1', 'StorageClass', 'nas', { provisioner: 'nfs.csi.k8s.io' }),
    wide('v1', 'PersistentVolume', 'pv-media', {
      spec: {
        ...claim(modes, volumeMode).spec,
        capacity: { storage: '7500Mi' },
        claimRef: { namespace: 'shop', name: 'media' },
        nfs: { server: '10.0.0.7', path: '/export/media' },
      },
    }),
    object('v1', 'PersistentVolumeClaim', 'media', claim(modes, volumeMode)),
    ...more,
  ]);
}

async function planned(
  asked: RequestInput = BY_MOVER,
  source: object = ALLOWED,
  { planned } = { planned: world() },
): Promise<{ blockers: string[]; sentences: string[]; volume: unknown; strategy?: string | undefined }> {
  const run = await planned.start(asked, { source } as unknown as Partial<Clone['route']>);
  const volume = run.planned.volumes.find(({ claim: name }) => name === 'shop/media');
  return {
    blockers: blockersOf(run.planned).map(({ sentence }) => sentence),
    sentences: run.planned.findings.map(({ severity, sentence }) => `${severity}: ${sentence}`),
    volume: volume?.origin,
    strategy: volume?.strategy,
  };
}

it('plans a Job of the run for a claim that nobody else can copy, where its pods run, and says what it will do', async () => {
  const shop = world(['ReadWriteOnce'], [pod]);
  const before = JSON.stringify(await shop.source.names({ apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop' }));
  const { blockers, sentences, volume, strategy } = await planned(BY_MOVER, ALLOWED, { planned: shop });
  expect(blockers).toEqual([]);
  expect(strategy).toBe('write-image');
  const tolerations = [{ key: 'storage', operator: 'Exists', effect: 'NoSchedule' }];
  expect(volume).toEqual({ kind: 'mover', image: IMAGE, hours: 4, memory: '1Gi', tolerations, because: WITHOUT });
  expect(sentences).toContainEqual(
    expect.stringMatching(/^info: Claim shop\/media is copied by a Job .* removed again\.$/),
  );
  expect(sentences).toContainEqual(
    expect.stringMatching(/^warning: Claim shop\/media is read file by file .*quiesce\.scaleToZero/),
  );
  const after = await shop.source.names({ apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop' });
  expect(JSON.stringify(after)).toBe(before);
});

it('has nothing half written to say of a workload that stands still, and lets it be cut over', async () => {
  const still: RequestInput = { ...BY_MOVER, profile: 'migrate', cutOver: true, quiesce: { scaleToZero: true } };
  const { blockers, sentences } = await planned(still);
  expect(blockers).toEqual([]);
  expect(sentences.join()).not.toContain('file by file');
  expect(sentences.join()).toContain('The workload stands still until all of it is copied.');
});

// Promise: movers-only-where-allowed
it.each([
  ['outside of EKS', SOURCE],
  ['of EKS', { ...PLACE, roleArn: 'role', externalId: 'id' }],
])('makes nothing in a cluster %s whose route does not allow it', async (_, source) => {
  expect((await planned(BY_MOVER, source)).blockers).toContainEqual(
    expect.stringMatching(/lets runs make nothing there\. Set source\.mover/),
  );
});

it.each([
  [
    'a namespace that lets nothing run as root',
    world(['ReadWriteMany']),
    { 'pod-security.kubernetes.io/enforce': 'restricted' },
    'source.mover.runAs',
  ],
  ['a block device', world(['ReadWriteMany'], [], 'Block'), {}, 'is a block device'],
  ['a claim of one pod alone', world(['ReadWriteOncePod'], [pod]), {}, 'set quiesce.scaleToZero'],
  ['a claim that pods of two nodes share', world(['ReadWriteMany'], [pod, elsewhere]), {}, 'is mounted on 2 nodes'],
])('names %s', async (_, shop, labels, wayOut) => {
  await shop.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
  expect((await planned(BY_MOVER, ALLOWED, { planned: shop })).blockers).toEqual([expect.stringContaining(wayOut)]);
});

it('clones no Job of a run, and no Secret of one, that stands in the source meanwhile', async () => {
  const of = { cloneId: 'another-run', claim: 'shop/media' };
  const move = { kind: 'mover', image: IMAGE, hours: 4, memory: '1Gi' } as const;
  const job = moverJob({ ...of, move, repository: 's3:x', region: 'eu-west-1' });
  const shop = world(['ReadWriteMany'], [job, moverSecret(of, 'uid', { password: 'x' })]);
  const run = await shop.start(BY_MOVER, { source: ALLOWED } as unknown as Partial<Clone['route']>);
  const planned = JSON.stringify(run.planned.objects);
  expect(planned).not.toMatch(/kubeferry-mover/);
  expect(planned).toMatch(/"media"|shop\/media/);
});

it('takes a user whom the files are readable for where nothing may run as root', async () => {
  const shop = world();
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  await shop.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
  const source = { ...ALLOWED, mover: { ...ALLOWED.mover, runAs: { user: 1000, group: 1000 } } };
  expect((await planned(BY_MOVER, source, { planned: shop })).blockers).toEqual([]);
});

it('says beforehand that the source lets runs make no Jobs, and how it would', async () => {
  const shop = world();
  shop.source.create = async () => {
    throw new KubeferryError('AccessDenied', 'create batch/v1 Job shop/x: jobs.batch is forbidden.');
  };
  expect((await planned(BY_MOVER, ALLOWED, { planned: shop })).blockers).toEqual([
    expect.stringContaining('rbac --mover shop | kubectl apply -f -'),
  ]);
});

it.each([
  [{ migrate: {}, profile: 'migrate' }, 'Leave migrate out'],
  [{ volumes: { origins: { 'shop/media': { mover: true } }, claims: { 'shop/media': 'copy-blocks' } } }, 'write-image'],
] as [RequestInput, string][])('refuses it together with %j', async (more, sentence) => {
  const { blockers } = await planned({ ...BY_MOVER, ...more });
  expect(blockers.join()).toContain(sentence);
});
