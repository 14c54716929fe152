import type { Request } from '../../core/base/request/request.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord } from '../../core/base/run/records.ts';
import { keepCapture } from '../../core/execute/captures/keep-capture.ts';
import { sourceStorage } from '../_shared/disks.ts';
import { memberOf } from '../_shared/member.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Lets others clone from the capture, once all of its snapshots are complete. */
export const handler = step('keep-capture', WithClone, async ({ clone, attempt }, { store, stillOn }) => {
  const { capture } = await readRecord<Request>(store, keysOf(clone.cloneId).request, 'start-clone');
  const storage = sourceStorage(clone, await memberOf(clone, 'source'));
  await stillOn();
  return keepCapture(storage, store, clone, capture?.name ?? '', attempt);
});
