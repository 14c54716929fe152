import { expect, it } from 'vitest';
import { movementOf } from '../../../../core/reporting/movement.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';
import { CLAIM, RouteInMemory, SOURCE } from './route-in-memory.ts';

const BLOCKS_A_GIB = 2_048;

/** Of so many written blocks, so many are written again before each night; a tenth more or less every other time. */
const MATRIX = [20, 40, 80].flatMap((written) => [0.1, 0.25, 0.5, 1].map((share) => ({ written, share })));

/** How far the plan was from what was to be moved, in per cent of it; night by night. */
async function nights(written: number, share: number): Promise<{ basis: string | undefined; error: number }[]> {
  const route = new RouteInMemory();
  for (let index = 0; index < written; index++) route.write(index, index + 1);
  // As a backup tool takes one.
  await memoryVolumeStorage(route.world, SOURCE).createSnapshot(route.volume.volume.id, {}, 'nightly backup');
  const seen = [];
  for (let night = 0; night < 4; night++) {
    const changed = night === 0 ? 0 : Math.round(written * share * (night === 3 ? 0.95 : 1));
    for (let index = 0; index < changed; index++) route.write(index, 1_000 * night + index);
    const run = await route.clone({ onConflict: 'refresh' }, night > 0 ? [`run-${night}`] : []);
    const { toMove } = (await movementOf(route.store, run.clone.cloneId, CLAIM, []))!;
    const expected = run.planned.gibibytes! * BLOCKS_A_GIB;
    seen.push({ basis: run.planned.basis, error: (100 * (expected - toMove)) / toMove });
  }
  return seen;
}

it.each(MATRIX)('estimates what $written blocks move of which $share change a night within a tenth', async (each) => {
  const [first, second, third, fourth] = await nights(each.written, each.share);
  // By the backup's snapshot; and never less than what is moved while nobody knows what changes in a night.
  expect(first).toEqual({ basis: 'snapshot', error: 0 });
  expect(second!.basis).toBe('snapshot');
  expect(second!.error).toBeGreaterThanOrEqual(0);
  for (const { basis, error } of [third!, fourth!]) {
    expect(basis).toBe('changes');
    expect(Math.abs(error)).toBeLessThanOrEqual(10);
  }
});
