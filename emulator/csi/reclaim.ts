import { removeFinalizer } from './finalizers.ts';
import { PROVISIONED_BY, PROVISIONER_FINALIZER } from './names.ts';
import type { PersistentVolume } from './objects.ts';
import type { Pass } from './pass.ts';

/**
 * The external-provisioner's part at the end. A volume goes when its own PV is released or deleted, with reclaim
 * policy Delete; PVs that the driver did not provision stay, and so does what EC2 forbids to delete.
 */
export async function reclaim(pass: Pass): Promise<number> {
  let changes = 0;
  for (const volume of pass.view.volumes.values()) {
    const { metadata } = volume;
    if (metadata.annotations?.[PROVISIONED_BY] !== pass.driver || !isOver(volume)) continue;
    if (!pass.patience.isDue(metadata.name)) continue;
    try {
      if (volume.spec.persistentVolumeReclaimPolicy === 'Delete') await deleteVolume(pass, volume);
      await release(pass, volume);
      pass.patience.succeeded(metadata.name);
      changes++;
    } catch (error) {
      pass.patience.failed(metadata.name);
      await pass.events.tell(volume, 'Warning', 'VolumeFailedDelete', (error as Error).message);
    }
  }
  return changes;
}

function isOver({ metadata, spec, status }: PersistentVolume): boolean {
  if (metadata.deletionTimestamp) {
    return status?.phase !== 'Bound' && metadata.finalizers?.includes(PROVISIONER_FINALIZER) === true;
  }
  return status?.phase === 'Released' && spec.persistentVolumeReclaimPolicy === 'Delete';
}

async function deleteVolume({ ec2 }: Pass, { spec }: PersistentVolume): Promise<void> {
  const id = spec.csi?.volumeHandle ?? '';
  const [volume] = await ec2.describe([id]);
  if (!volume) return;
  if (volume.attachments.length > 0) throw new Error(`VolumeInUse: Volume ${id} is currently attached`);
  await ec2.delete(id);
}

async function release(pass: Pass, volume: PersistentVolume): Promise<void> {
  const { apiVersion, kind, metadata } = volume;
  const ref = { apiVersion, kind, name: metadata.name };
  if (!metadata.deletionTimestamp) await pass.api.delete(ref, metadata.uid ? { uid: metadata.uid } : {});
  await removeFinalizer(pass, volume, PROVISIONER_FINALIZER);
}
