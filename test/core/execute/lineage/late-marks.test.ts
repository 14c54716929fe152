import { expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { VolumeStorage } from '../../../../core/base/ports/volume-storage.ts';
import type { Lineage } from '../../../../core/base/run/lineage.ts';
import { markKept } from '../../../../core/execute/lineage/remove-pairs.ts';

const lineage = {
  route: 'prod-to-dev',
  pairs: [{ madeBy: 'run-1', source: { snapshotId: 'snap-source' }, target: { snapshotId: 'snap-twin' } }],
} as unknown as Lineage;

/** EC2 of one side, which does not show its snapshot at first so many times. */
function side(tagged: string[], late: number) {
  let left = late;
  const tagSnapshot = async (id: string) => {
    if (left-- > 0) throw new KubeferryError('NotFound', `There is no snapshot ${id}.`);
    tagged.push(id);
  };
  return { account: '', region: '', storage: { tagSnapshot } as unknown as VolumeStorage };
}

it('marks the snapshots that stay for the next clone, also one that EC2 shows late', async () => {
  const tagged: string[] = [];
  const sides = { source: side(tagged, 0), target: side(tagged, 1) };
  const mark = (retries: number) => markKept(sides, 'run-1', [lineage], { retries, since: 'now' });
  await expect(mark(0)).rejects.toMatchObject({ name: 'NotYet' });
  await mark(1);
  expect(new Set(tagged)).toEqual(new Set(['snap-source', 'snap-twin']));
});

it('says of one that stays away that somebody has deleted it', async () => {
  const sides = { source: side([], 0), target: side([], 99) };
  const mark = markKept(sides, 'run-1', [lineage], { retries: 10, since: 'noon' });
  await expect(mark).rejects.toMatchObject({ name: 'NotFound', message: expect.stringContaining('since noon') });
});
