import { expect, it } from 'vitest';
import { movementOf } from '../../../../core/reporting/movement.ts';
import { CLAIM, RouteInMemory } from './route-in-memory.ts';

/** A cloud that tells the size of a volume, and not how much of it is written, as Azure does. */
function withoutSizes(route: RouteInMemory): RouteInMemory {
  const { describeSnapshot } = route.source;
  return Object.assign(route, {
    source: {
      ...route.source,
      describeSnapshot: async (id: string) => {
        const { fullSizeBytes: _, ...snapshot } = await describeSnapshot(id);
        return snapshot;
      },
    },
  });
}

it('knows by the lists of blocks how much there is, of which a clone that comes again moves what has changed', async () => {
  const route = withoutSizes(new RouteInMemory());
  for (let index = 0; index < 100; index++) route.write(index, index + 1);
  const first = await route.clone({ onConflict: 'refresh' });
  expect(await movementOf(route.store, first.clone.cloneId, CLAIM, [])).toMatchObject({ toMove: 100, of: 100 });

  route.write(7, 1_000);
  route.write(200, 1_001);
  const second = await route.clone({ onConflict: 'refresh' }, [first.clone.cloneId]);
  expect(await movementOf(route.store, second.clone.cloneId, CLAIM, [])).toMatchObject({ toMove: 2, of: 101 });
  expect((await route.lineage())?.pairs).toMatchObject([{ bytes: 101 * 524_288, changedBytes: 2 * 524_288 }]);
});
