import { expect, it } from 'vitest';
import { blockersOf } from '../../../../core/plan/plan.ts';
import { PlannedWorld } from '../planned-world.ts';

const grow = (sizes: Record<string, number>) => new PlannedWorld([]).start({ volumes: { sizes } });

it('lets a volume grow, and says what grows its file system', async () => {
  const run = await grow({ 'shop/data': 20 });
  expect(run.planned.volumes).toMatchObject([{ claim: 'shop/data', sizeGiB: 20, grownFromGiB: 4 }]);
  expect(run.planned.findings.map(({ sentence }) => sentence)).toContain(
    'Claim shop/data grows from 4 to 20 GiB: the EBS CSI driver grows its file system when it first mounts it.',
  );
  await run.capture();
  const made = await run.translate();
  const volume = made.find(({ kind }) => kind === 'PersistentVolume');
  const claim = made.find(({ kind }) => kind === 'PersistentVolumeClaim');
  expect(volume?.spec).toMatchObject({ capacity: { storage: '20Gi' } });
  expect(claim?.spec).toMatchObject({ resources: { requests: { storage: '20Gi' } } });
});

it('gives the claims of a class a fresh volume where the request leaves the data of that class behind', async () => {
  const run = await new PlannedWorld([]).start({ volumes: { classes: { gp3: 'skip' } } });
  expect(run.planned.volumes).toMatchObject([{ claim: 'shop/data', strategy: 'skip' }]);
  expect(blockersOf(run.planned)).toEqual([]);
  await run.capture();
  const made = await run.translate();
  expect(made.filter(({ kind }) => kind === 'PersistentVolume')).toEqual([]);
  expect(made.find(({ kind }) => kind === 'PersistentVolumeClaim')?.spec).not.toHaveProperty('volumeName');
});

it('leaves the size alone that is asked for anyway', async () => {
  const { planned } = await grow({ 'shop/data': 4 });
  expect(planned.volumes[0]).not.toHaveProperty('grownFromGiB');
});

it('blocks what EBS does not make: a smaller volume, and one of a claim that does not exist', async () => {
  const sentences = async (sizes: Record<string, number>) =>
    blockersOf((await grow(sizes)).planned).map(({ sentence }) => sentence);
  expect(await sentences({ 'shop/data': 2 })).toEqual([expect.stringContaining('no volume smaller than its snapshot')]);
  expect(await sentences({ 'shop/else': 9 })).toEqual([expect.stringContaining('in volumes.sizes, but')]);
});
