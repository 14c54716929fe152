import { describe, expect, it } from 'vitest';
import type { RequestInput } from '../../../core/base/request/request.ts';
import { config, deployment, PlannedWorld } from './planned-world.ts';

const objects = [config('settings', 'on'), deployment('web', { image: 'web:1' })];

const worldOfOneCluster = () => {
  const world = new PlannedWorld(objects);
  return Object.assign(world, { target: world.source });
};

// Promise: refuses-own-namespace
describe('a run whose ends are one cluster under two names', () => {
  it.each<RequestInput>([
    { onConflict: 'update' },
    { onConflict: 'skip', mode: 'plan' },
    { selection: { namespaces: ['shop', 'pay'] }, mappings: { namespaces: { shop: 'pay', pay: 'shop' } } },
    { selection: { namespaces: ['shop', 'pay'] }, mappings: { namespaces: { shop: 'shop-test', pay: 'shop' } } },
    { selection: { allNamespaces: true }, mappings: { namespaces: { shop: 'shop-test' } } },
  ])('is refused where it would write over what it copies: %j', async (asked) => {
    await expect(worldOfOneCluster().start(asked)).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringMatching(
        /^Route "prod-to-dev" begins and ends at one cluster: its source "prod" and its target "dev" have the same namespace kube-system \(uid .{36}\).* Nothing was changed\. Name the namespaces, and give each another name in mappings\.namespaces/,
      ),
    });
  });

  it('is planned where each namespace gets another name', async () => {
    const { planned } = await worldOfOneCluster().start({ mappings: { namespaces: { shop: 'shop-test' } } });
    expect(planned.objects.find(({ ref }) => ref.kind === 'Deployment')).toMatchObject({ outcome: 'apply' });
  });
});

it('takes two clusters for two, whatever they are called', async () => {
  const world = new PlannedWorld(objects);
  expect((await world.start()).planned.objects.length).toBeGreaterThan(0);
});
