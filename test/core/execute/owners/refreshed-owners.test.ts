import { expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { ShardWriter } from '../../../../core/base/run/records.ts';
import type { OwnerLink } from '../../../../core/execute/owners/owner-links.ts';
import { pointAtOwners } from '../../../../core/execute/owners/point-at-owners.ts';
import { type ObjectRef, refOf } from '../../../../kube/kube-object.ts';
import { object } from '../refresh/workload.ts';
import { afterMonday, failAtNight, type RefreshWorld } from '../refresh/world.ts';

const WAVE = '220-ingresses';
const INGRESS: ObjectRef = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace: 'night', name: 'edge' };
const SETTINGS: ObjectRef = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'night', name: 'settings' };
const OWNER = object('networking.k8s.io/v1', 'Ingress', 'edge');

/** Of a later wave, as webhooks are, which this cluster has not. */
const WEBHOOK = { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: 'v1.example.com' } };

/** As the end of that wave does it. */
async function point(world: RefreshWorld, night: string, dependent: ObjectRef = SETTINGS): Promise<void> {
  const writer = new ShardWriter(world.records, keysOf(night).owners(WAVE));
  await writer.add([{ ref: dependent, owners: [{ ref: INGRESS }] } satisfies OwnerLink]);
  await writer.close();
  await pointAtOwners(world.cluster, world.store, night, WAVE);
}

const ownersOf = async (world: RefreshWorld, ref: ObjectRef) =>
  (await world.cluster.get(ref))?.metadata.ownerReferences?.map(({ uid }) => uid) ?? [];
const ownerIn = async (world: RefreshWorld) => (await world.cluster.get(INGRESS))?.metadata.uid;

async function afterOwnedMonday(): Promise<RefreshWorld> {
  const world = await afterMonday([OWNER]);
  await point(world, 'monday');
  expect(await ownersOf(world, SETTINGS)).toEqual([await ownerIn(world)]);
  return world;
}

// Promise: owners-of-the-target
it('takes the owner from an object before it changes anything, and gives it back when all is there', async () => {
  const world = await afterOwnedMonday();
  await world.run(await world.prepare('tuesday', [OWNER]));
  expect(await ownersOf(world, SETTINGS)).toEqual([]);
  await point(world, 'tuesday');
  expect(await ownersOf(world, SETTINGS)).toEqual([await ownerIn(world)]);
});

it('leaves nothing that names an owner which the source has no more', async () => {
  const world = await afterOwnedMonday();
  await world.run(await world.prepare('tuesday'));
  expect(await ownerIn(world)).toBeUndefined();
  expect(await ownersOf(world, SETTINGS)).toEqual([]);
});

it('gives an object of the clone before no owner that is new, since a roll-back would delete that one', async () => {
  const world = await afterMonday();
  await world.run(await world.prepare('tuesday', [OWNER]));
  await point(world, 'tuesday');
  expect(await ownersOf(world, SETTINGS)).toEqual([]);
  await world.run(await world.prepare('wednesday', [OWNER]));
  await point(world, 'wednesday');
  expect(await ownersOf(world, SETTINGS)).toEqual([await ownerIn(world)]);
});

it('puts the owner back with the clone before, when the refresh fails', async () => {
  const world = await afterOwnedMonday();
  await failAtNight(world, 'tuesday', [OWNER]);
  await world.rollBack('tuesday');
  expect(await ownersOf(world, SETTINGS)).toEqual([await ownerIn(world)]);
});

it('puts no owner back that is there under another uid', async () => {
  const world = await afterOwnedMonday();
  await failAtNight(world, 'tuesday', [OWNER]);
  await world.cluster.delete(INGRESS);
  await world.cluster.create(OWNER, { manager: 'somebody' });
  await world.rollBack('tuesday');
  expect(await ownersOf(world, SETTINGS)).toEqual([]);
});

// Promise: owners-take-nothing-along
it('takes the owner from every object before a roll-back deletes it, and after what is applied later is gone', async () => {
  const world = await afterMonday([OWNER, WEBHOOK]);
  await point(world, 'monday');
  const seen: Record<string, number> = {};
  const { delete: remove } = world.api;
  Object.assign(world, {
    api: {
      ...world.api,
      delete: async (ref: ObjectRef, options: object) => {
        seen[ref.kind] ??= (await ownersOf(world, SETTINGS)).length;
        return remove(ref, options);
      },
    },
  });
  await world.rollBack('monday');
  expect(seen).toMatchObject({ APIService: 1, Ingress: 0 });
  expect(await world.cluster.get(refOf(OWNER))).toBeUndefined();
});
