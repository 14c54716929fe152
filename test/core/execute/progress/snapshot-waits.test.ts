import { expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { findRecord } from '../../../../core/base/run/records.ts';
import { tellingSnapshotWaits } from '../../../../core/execute/progress/waits.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

it('says that a run waits for the next snapshot that Azure takes of a disk', async () => {
  const store = memoryObjectStore();
  const volume = { claim: 'shop/data', strategy: 'copy-blocks', sizeGiB: 1 } as const;
  const said = 'It is tried again for some minutes, since Azure takes seven snapshots of a disk in five.';
  const run = () => Promise.reject(new KubeferryError('QuotaReached', said));
  await expect(tellingSnapshotWaits(store, 'run-1', [volume], () => false, run)).rejects.toThrow(said);
  expect(await findRecord(store, keysOf('run-1').snapshotsWait)).toEqual({
    volumes: [{ ...volume, waitingFor: 'the next snapshot that Azure takes of the disk' }],
  });
});
