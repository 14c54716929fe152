import { expect, it } from 'vitest';
import type { RequestInput } from '../../../core/base/request/request.ts';
import { config, deployment, PlannedWorld } from './planned-world.ts';

const objects = [config('settings', 'on'), deployment('web', { image: 'web:1' })];

// Promise: refuses-one-cluster
it.each<RequestInput>([
  { onConflict: 'update' },
  { onConflict: 'skip' },
  { mode: 'plan', mappings: { namespaces: { shop: 'shop-test' } } },
])('refuses a run whose ends are one cluster under two names: %j', async (asked) => {
  const world = new PlannedWorld(objects);
  Object.assign(world, { target: world.source });
  await expect(world.start(asked)).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: expect.stringMatching(
      /^Route "prod-to-dev" begins and ends at one cluster: its source "prod" and its target "dev" have the same namespace kube-system \(uid .{36}\)\. .* nothing was changed\./,
    ),
  });
});

it('takes two clusters for two, whatever they are called', async () => {
  const world = new PlannedWorld(objects);
  expect((await world.start()).planned.objects.length).toBeGreaterThan(0);
});
