import type { Deviations } from '../suites/deviations.ts';

/** DeleteObject with If-Match succeeds in AWS when there is no such object (API_DeleteObject). */
export const MOTO_RECORDS: Deviations = {
  'is content when what it deletes on a condition is gone': 'moto refuses the condition on an object that is gone',
};

/**
 * Where moto 5.2.5 is not as AWS documents it, and so is no witness: each of these tests has to fail there. In all others,
 * it answers the adapters as our own cloud does.
 */
export const MOTO_VOLUMES: Deviations = {
  'snapshots a volume, pending first and completed later': 'moto completes a snapshot at once',
  'leaves out the volumes that it is told to': 'moto passes ExcludeDataVolumeIds of CreateSnapshots over',
  'copies only what was shared, under the key of the target': 'moto shows a shared snapshot to nobody',
  'says with which accounts a snapshot is shared': 'moto passes CreateVolumePermission of ModifySnapshotAttribute over',
  'cannot share a snapshot under aws/ebs': 'moto shares any snapshot',
  'shows a key that does not exist only later, as state error': 'moto shows a shared snapshot to nobody',
  'creates one volume for one client token, however often it is asked': 'moto shows a shared snapshot to nobody',
};
