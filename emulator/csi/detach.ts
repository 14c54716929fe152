import { handleOf } from './attach.ts';
import { removeFinalizer } from './finalizers.ts';
import { attacherFinalizer, instanceOf } from './names.ts';
import type { VolumeAttachment } from './objects.ts';
import type { Pass } from './pass.ts';

/** The external-attacher's part at the end: detaches, and lets the VolumeAttachment go when EC2 has done it. */
export async function detachAsOrdered(pass: Pass): Promise<number> {
  const { view, driver, patience } = pass;
  let changes = 0;
  for (const attachment of view.attachments) {
    const { metadata } = attachment;
    if (!metadata.deletionTimestamp || !metadata.finalizers?.includes(attacherFinalizer(driver))) continue;
    if (!patience.isDue(metadata.name)) continue;
    try {
      if (await isDetached(pass, attachment)) await release(pass, attachment);
      patience.succeeded(metadata.name);
      changes++;
    } catch (error) {
      patience.failed(metadata.name);
      await pass.events.tell(attachment, 'Warning', 'FailedDetachVolume', (error as Error).message);
    }
  }
  return changes;
}

async function isDetached(pass: Pass, attachment: VolumeAttachment): Promise<boolean> {
  const { ec2, view, driver } = pass;
  const handle = handleOf(pass, attachment);
  const node = view.nodes.get(attachment.spec.nodeName);
  const instance = node
    ? instanceOf(node, driver)
    : attachment.metadata.annotations?.['csi.alpha.kubernetes.io/node-id'];
  if (!handle || !instance) return true;
  const [volume] = await ec2.describe([handle]);
  const own = volume?.attachments.find(({ instanceId }) => instanceId === instance);
  if (own && own.state !== 'detaching') await ec2.detach(handle, instance);
  return !own;
}

/** The PV first: it was held so that its volume's id is known until here. */
async function release(pass: Pass, attachment: VolumeAttachment): Promise<void> {
  const finalizer = attacherFinalizer(pass.driver);
  const name = attachment.spec.source.persistentVolumeName;
  const volume = pass.view.volumes.get(name ?? '');
  const isLast = pass.view.attachments.filter(({ spec }) => spec.source.persistentVolumeName === name).length === 1;
  if (volume && isLast) pass.view.volumes.set(volume.metadata.name, await removeFinalizer(pass, volume, finalizer));
  await removeFinalizer(pass, attachment, finalizer);
}
