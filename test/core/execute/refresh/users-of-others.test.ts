import { expect, it } from 'vitest';
import { allKept } from '../../../../core/execute/undo/kept.ts';
import { refOf } from '../../../../kube/kube-object.ts';
import { deployment } from './workload.ts';
import { afterMonday, CLAIMS, failAtNight } from './world.ts';

const MANAGER = { manager: 'a-tester' };
const visitor = (claim: string) => deployment('visitor', claim, 2);

// Promise: containers-of-others-stay, kept-is-looked-at-again
it('scales nobody else down who mounts a new claim of a refresh that failed, and keeps that claim', async () => {
  const world = await afterMonday();
  const before = await world.contents();
  const volumes = world.ebsVolumes();
  await failAtNight(world, 'tuesday', [deployment('new', 'extra')], [...CLAIMS, 'extra']);
  await world.cluster.create(visitor('extra'), MANAGER);
  await world.controllers.settle();

  await world.rollBack('tuesday');
  expect(await world.cluster.get(refOf(visitor('extra')))).toMatchObject({ spec: { replicas: 2 } });
  expect(await allKept(world.store, 'tuesday')).toContainEqual({
    at: 'v1 PersistentVolumeClaim night/extra',
    why: 'others mount it: apps/v1 Deployment night/visitor',
  });
  const after = await world.contents();
  expect(after['apps/v1 Deployment night/web']).toEqual(before['apps/v1 Deployment night/web']);
  expect(after).not.toHaveProperty('apps/v1 Deployment night/new');
  expect(world.ebsVolumes()).toContain('vol-extra-tuesday');

  // Asked again when they are done with it.
  await world.cluster.delete(refOf(visitor('extra')));
  await world.controllers.settle();
  await world.rollBack('tuesday');
  expect(await world.contents()).toEqual(before);
  expect(world.ebsVolumes()).toEqual(volumes);
  expect(await allKept(world.store, 'tuesday')).toEqual([]);
});

it('says who is in the way of the former volume, and brings it back once they have let go', async () => {
  const world = await afterMonday();
  const before = { contents: await world.contents(), volumes: world.ebsVolumes() };
  await failAtNight(world, 'tuesday');
  await world.cluster.create(visitor('files'), MANAGER);
  await world.controllers.settle();

  await expect(world.rollBack('tuesday')).rejects.toMatchObject({
    name: 'RollBackIncomplete',
    message: expect.stringContaining('apps/v1 Deployment night/visitor'),
  });
  expect(await world.cluster.get(refOf(visitor('files')))).toMatchObject({ spec: { replicas: 2 } });
  expect(
    await world.cluster.get({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'night', name: 'files' }),
  ).not.toHaveProperty('metadata.deletionTimestamp');

  await world.cluster.delete(refOf(visitor('files')));
  await world.controllers.settle();
  await world.rollBack('tuesday');
  expect({ contents: await world.contents(), volumes: world.ebsVolumes() }).toEqual(before);
});
