import { expect, it } from 'vitest';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import { config, PlannedWorld } from '../planned-world.ts';

it('plans what the source answers for, asks a broken aggregated API once, and names it', async () => {
  const world = new PlannedWorld([config('settings', '1')]);
  const { discover } = world.source;
  let asked = 0;
  const broken: ClusterApi['discover'] = async () => {
    asked += 1;
    return {
      ...(await discover()),
      failed: [{ groupVersion: 'wardle.example.com/v1', reason: 'its service is down' }],
    };
  };
  Object.assign(world.source, { discover: broken });
  const { planned } = await world.start();
  expect(planned.objects.map(({ ref }) => ref.name)).toContain('settings');
  expect(planned.findings).toContainEqual(
    expect.objectContaining({
      severity: 'warning',
      sentence: expect.stringContaining('The source did not answer for wardle.example.com/v1 (its service is down)'),
    }),
  );
  expect(asked).toBeLessThanOrEqual(2);
});
