import { ebsBlockSource } from '../../adapters/aws/ebs-blocks.ts';
import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { VolumeItem } from '../../core/base/run/envelope.ts';
import { copyOf } from '../../core/base/run/rounds.ts';
import { shareSnapshot } from '../../core/execute/shares/share-snapshot.ts';
import { countChanges } from '../../core/execute/volumes/count-changes.ts';
import { memberOf } from '../_shared/member.ts';
import { noted } from '../_shared/noted.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem });

/** What the answer takes after the last page of changes. */
const RESERVE_MS = 30_000;

/** Lets the target's account copy the source snapshot, and counts what that has to move. */
export const handler = step('share-snapshot', Input, async ({ clone, volume, attempt }, tools) => {
  const { store, stillOn, remainingMs } = tools;
  const source = await memberOf(clone, 'source');
  await stillOn();
  const shared = await shareSnapshot(ec2VolumeStorage(source), store, clone, volume, attempt);
  const open = (since?: string) => ebsBlockSource(source, volume.origin.snapshotId, since);
  await noted(
    countChanges(open, store, copyOf(clone), volume, () => remainingMs() < RESERVE_MS),
    tools,
  );
  return shared;
});
