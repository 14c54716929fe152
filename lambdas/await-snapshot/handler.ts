import * as z from 'zod';
import { VolumeItem } from '../../core/base/run/envelope.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { writeRecord } from '../../core/base/run/records.ts';
import { copyOf } from '../../core/base/run/rounds.ts';
import type { SnapshotSize } from '../../core/base/run/volume-records.ts';
import { noteSnapshot } from '../../core/execute/progress/note-progress.ts';
import type { Copied } from '../../core/execute/rounds/settle-round.ts';
import { awaitSnapshot, refuseResized } from '../../core/execute/volumes/await-snapshot.ts';
import { sourceStorage, targetStorage } from '../_shared/disks.ts';
import { memberOf } from '../_shared/member.ts';
import { noted } from '../_shared/noted.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem, side: z.enum(['source', 'target']), snapshotId: z.string() });

/** Looks at a snapshot once; the machine asks again until it is complete. The source's size is what a copy costs. */
export const handler = step('await-snapshot', Input, async (input, tools) => {
  const { clone, volume, side, snapshotId, attempt } = input;
  const { store, now } = tools;
  const { cloneId } = copyOf(clone);
  const session = await memberOf(clone, side);
  let startedAt: string | undefined;
  const { bytes, ...answer } = await awaitSnapshot(
    (side === 'source' ? sourceStorage : targetStorage)(clone, session),
    snapshotId,
    volume.claim,
    (snapshot) => {
      startedAt = snapshot.startedAt;
      if (side === 'source' && volume.origin.kind === 'volume')
        refuseResized(snapshot, volume.claim, volume.sourceGiB ?? volume.sizeGiB);
      return noted(noteSnapshot({ store, cloneId, volume, now: now() }, side, snapshot), tools);
    },
    attempt,
  );
  if (side === 'source' && bytes !== undefined)
    await writeRecord(store, keysOf(cloneId).snapshotSize(volume.claim), {
      bytes,
      ...(startedAt ? { startedAt } : {}),
    } satisfies SnapshotSize);
  if (side === 'target' && clone.round !== undefined)
    await writeRecord(store, keysOf(cloneId).copied(volume.claim), { snapshotId } satisfies Copied);
  return answer;
});
