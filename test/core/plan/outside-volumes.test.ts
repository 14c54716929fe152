import { expect, it } from 'vitest';
import { blockersOf } from '../../../core/plan/plan.ts';
import { deployment, PlannedWorld } from './planned-world.ts';

const acts = 'sends mail';

// Promise: own-rules-traced
it.each([
  ['PersistentVolume', 'spec.csi.volumeHandle', 'PersistentVolume', 'it changes spec.csi'],
  ['PersistentVolumeClaim', 'spec.volumeName', 'PersistentVolumeClaim', 'it changes spec.volumeName'],
])('lets no row of outside put another volume behind a %s (%s)', async (kind, field, of, why) => {
  const world = new PlannedWorld([deployment('web', { image: 'web:1' })]);
  const route = { mayAddRules: true } as never;
  const { planned } = await world.start(
    { outside: [{ kind, acts, silence: { field, to: 'vol-0production' } }] },
    route,
  );
  expect(blockersOf(planned)).toMatchObject([{ object: { kind: of }, sentence: expect.stringContaining(why) }]);
});
