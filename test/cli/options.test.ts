import { expect, it } from 'vitest';
import { demoInput } from '../../cli/demo/options.ts';

const FLAGS = { manifests: [], disk: [], mapNamespace: ['shop=test'], mapStorageClass: ['fast=gp3'], strategy: 'auto' };

it('maps namespaces and storage classes as a request does', () => {
  expect(demoInput(FLAGS).request.mappings).toEqual({
    namespaces: { shop: 'test' },
    storageClasses: { fast: 'gp3' },
  });
});

it('has no cluster made within one account, where the route says nothing of it', () => {
  expect(demoInput({ ...FLAGS, sameAccount: true }).sameAccount).toBe(true);
  expect(() => demoInput({ ...FLAGS, sameAccount: true, createCluster: true })).toThrow(
    /--same-account: .*--create-cluster/,
  );
});

it('takes a claim of the built-in workload from a backup, and of no other workload', () => {
  expect(demoInput({ ...FLAGS, from: 'restic' }).request.volumes?.origins).toEqual({
    'shop/catalog-files': { repository: 'nightly' },
  });
  expect(() => demoInput({ ...FLAGS, from: 'tape' })).toThrow(
    /--from tape: choose one of aks, capture, kubernetes, restic, velero/,
  );
  expect(() => demoInput({ ...FLAGS, from: 'restic', sameAccount: true })).toThrow(
    /--from: what is cloned is the built-in/,
  );
});

it('masks the databases of the built-in workload, and of no other', () => {
  expect(demoInput({ ...FLAGS, mask: true }).mask).toBe(true);
  expect(() => demoInput({ ...FLAGS, mask: true, from: 'capture' })).toThrow(/--mask: the jobs know the databases/);
});

it('clones a backup of Velero as it is, without its cluster', () => {
  const input = demoInput({ ...FLAGS, from: 'velero' });
  expect(input).toMatchObject({ from: 'velero', request: { source: { backup: 'nightly-1' } } });
  for (const flag of ['sameAccount', 'createCluster', 'quiesce', 'refresh'])
    expect(() => demoInput({ ...FLAGS, from: 'velero', [flag]: true }), flag).toThrow(
      /--from velero: a backup is cloned as it is/,
    );
});

it('clones from a cluster that is none of EKS what lies there, and neither makes one of it nor changes it', () => {
  const { disks, manifests, request } = demoInput({ ...FLAGS, from: 'kubernetes' });
  expect(disks).toEqual([]);
  expect(manifests.filter(({ kind }) => kind === 'PersistentVolume').map(({ spec }) => spec)).toMatchObject([
    { nfs: { path: '/export/catalog' } },
    { nfs: { path: '/export/drawings' } },
  ]);
  expect(request.volumes?.origins).toEqual({
    'shop/catalog-files': { repository: 'nightly' },
    'shop/drawings': { mover: true },
  });
  for (const flag of ['createCluster', 'refresh', 'quiesce'])
    expect(() => demoInput({ ...FLAGS, from: 'kubernetes', [flag]: true })).toThrow(/--from: of a cluster/);
});

it('names every flag that it cannot read', () => {
  const wrong = { ...FLAGS, mapNamespace: ['shop'], mapStorageClass: ['fast', 'a=b=c'], strategy: 'magic' };
  expect(() => demoInput(wrong)).toThrow(
    /--map-namespace shop[\s\S]*--map-storage-class fast[\s\S]*--map-storage-class a=b=c[\s\S]*--strategy magic/,
  );
});

it('hands the volumes of the built-in workload over within one zone', () => {
  const { request, handOver } = demoInput({ ...FLAGS, handOver: true });
  expect(handOver).toBe(true);
  expect(request).toMatchObject({
    ...{ profile: 'migrate', cutOver: true, quiesce: { scaleToZero: true }, volumes: { strategy: 'hand-over' } },
  });
  expect(() => demoInput({ ...FLAGS, handOver: true, migrate: true })).toThrow(/--hand-over: .*leave .*--migrate/);
});

it('migrates the built-in workload in rounds, between clusters that are there', () => {
  expect(demoInput({ ...FLAGS, migrate: true }).request.migrate).toEqual({});
  expect(() => demoInput({ ...FLAGS, migrate: true, refresh: true })).toThrow(/--migrate: .*leave .*--refresh/);
});

it('clones from and into clusters of AKS again, and migrates from one in rounds', () => {
  expect(demoInput({ ...FLAGS, from: 'aks', refresh: true })).toMatchObject({ refresh: true });
  expect(demoInput({ ...FLAGS, to: 'aks', refresh: true })).toMatchObject({ to: 'aks', refresh: true });
  expect(demoInput({ ...FLAGS, from: 'aks', migrate: true }).request.migrate).toEqual({});
  expect(() => demoInput({ ...FLAGS, from: 'velero', migrate: true })).toThrow(/--migrate: .*any --from but aks out/);
  expect(() => demoInput({ ...FLAGS, to: 'aks', migrate: true })).toThrow(/--to: .*leave .*--migrate/);
});
