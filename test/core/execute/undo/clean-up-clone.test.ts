import { expect, it } from 'vitest';
import type { VolumeStorage } from '../../../../core/base/ports/volume-storage.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { cleanUpClone } from '../../../../core/execute/undo/clean-up-clone.ts';
import { memoryClusters } from '../../../memory/clusters.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { TWO_ROUTES } from '../../serve/api/two-routes.ts';

const clone: Clone = { cloneId: 'r1', mode: 'clone', route: TWO_ROUTES[0]!, startedAt: '2026-11-22T10:00:00Z' };
const refused = async () => {
  throw new Error('UnauthorizedOperation: ec2:DeleteSnapshot.');
};
const side = { storage: { findSnapshots: refused } as unknown as VolumeStorage, clusters: memoryClusters([]) };

it.each([
  ['verified', 'kubeferry clean-up prod-to-dev r1'],
  ['roll-back', 'kubeferry rollback prod-to-dev r1'],
] as const)('after a run that was %s names what is left, and the command that goes on: %s', async (ending, command) => {
  const done = cleanUpClone(
    side,
    side,
    memoryObjectStore(),
    clone,
    () => new Date(),
    async () => ({ retired: 0 }),
    ending,
  );
  await expect(done).rejects.toMatchObject({
    name: 'RollBackIncomplete',
    message: expect.stringMatching(new RegExp(`snapshots in 222233334444: .*DeleteSnapshot; .*\\. .*: ${command}$`)),
  });
});
