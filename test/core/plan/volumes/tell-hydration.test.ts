import { expect, it } from 'vitest';
import type { RequestInput } from '../../../../core/base/request/request.ts';
import { PlannedWorld } from '../planned-world.ts';

/** One claim of 4 GiB: 4,096 MiB. */
async function planOf(volumes: RequestInput['volumes']) {
  const { planned } = await new PlannedWorld([]).start({ volumes });
  const said = planned.findings.filter(({ rule }) => rule === 'hydration').map(({ sentence }) => sentence);
  return { said, volume: planned.volumes[0]! };
}

it('says that data comes as it is read, and what it costs to have EBS fill the volumes', async () => {
  // 4,096 MiB at 300 MiB/s are 14 seconds; 4 GiB at $0.0036 are $0.0144.
  expect((await planOf({})).said).toEqual([
    'EBS brings the data of a new volume as it is read, so that first reads are slow. With "initializationRate": 300 under volumes it fills them by itself, the largest in a minute, for $0.01 at most.',
  ]);
});

it('fills them at the rate that the request asks for, and has its price in the plan', async () => {
  const plain = (await planOf({})).volume;
  const { said, volume } = await planOf({ initializationRate: 100 });
  expect(volume.initializationMiBps).toBe(100);
  expect(volume.dollars).toBeCloseTo(plain.dollars + 4 * 0.0036, 6);
  expect(said).toEqual([expect.stringContaining('EBS fills each volume at 100 MiB/s')]);
});

it('says nothing where no volume gets data', async () => {
  const { said, volume } = await planOf({ strategy: 'skip', initializationRate: 100 });
  expect(said).toEqual([]);
  expect(volume).not.toHaveProperty('initializationMiBps');
});
