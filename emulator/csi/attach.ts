import type { CsiVolume } from './ebs-for-csi.ts';
import { addFinalizer } from './finalizers.ts';
import { refusalToAttach } from './may-attach.ts';
import { attacherFinalizer, instanceOf, zoneOf } from './names.ts';
import type { VolumeAttachment } from './objects.ts';
import { wants } from './order-attachments.ts';
import type { Pass } from './pass.ts';

/** The external-attacher's part: attaches what VolumeAttachments order, or says in their status why not. */
export async function attachAsOrdered(pass: Pass): Promise<number> {
  const due = pass.view.attachments.filter(
    ({ metadata, status }) => !metadata.deletionTimestamp && !status?.attached && pass.patience.isDue(metadata.name),
  );
  const handles = due.map((attachment) => handleOf(pass, attachment)).filter((handle) => handle !== '');
  const volumes = handles.length > 0 ? await pass.ec2.describe([...new Set(handles)]) : [];
  let changes = 0;
  for (const attachment of due) {
    const volume = volumes.find(({ id }) => id === handleOf(pass, attachment));
    try {
      changes += await attachOne(pass, attachment, volume);
      pass.patience.succeeded(attachment.metadata.name);
    } catch (error) {
      pass.patience.failed(attachment.metadata.name);
      changes += await refuse(pass, attachment, (error as Error).message);
    }
  }
  return changes;
}

async function attachOne(pass: Pass, attachment: VolumeAttachment, volume: CsiVolume | undefined): Promise<number> {
  const node = pass.view.nodes.get(attachment.spec.nodeName);
  const id = node ? instanceOf(node, pass.driver) : undefined;
  const zone = node ? zoneOf(node) : undefined;
  const refusal = refusalToAttach(handleOf(pass, attachment), volume, { id, zone });
  if (refusal || !volume || !id) throw new Error(refusal);
  const own = volume.attachments.find(({ instanceId }) => instanceId === id);
  if (own?.state !== 'attached') {
    await hold(pass, attachment);
    if (!own) await pass.ec2.attach(volume.id, id);
    return 1;
  }
  const status = { attached: true, attachError: null, attachmentMetadata: { devicePath: '/dev/xvdaa' } };
  await setStatus(pass, attachment, status);
  const message = `AttachVolume.Attach succeeded for volume "${attachment.spec.source.persistentVolumeName}"`;
  await tellPods(pass, attachment, 'Normal', 'SuccessfulAttachVolume', message);
  return 1;
}

/** Keeps the PV until the volume is detached again, as the external-attacher does. */
async function hold(pass: Pass, { spec }: VolumeAttachment): Promise<void> {
  const volume = pass.view.volumes.get(spec.source.persistentVolumeName ?? '');
  if (!volume) return;
  pass.view.volumes.set(volume.metadata.name, await addFinalizer(pass, volume, attacherFinalizer(pass.driver)));
}

async function refuse(pass: Pass, attachment: VolumeAttachment, why: string): Promise<number> {
  const message = `rpc error: code = Internal desc = Could not attach volume "${handleOf(pass, attachment)}" to node "${attachment.spec.nodeName}": ${why}`;
  if (attachment.status?.attachError?.message === message) return 0;
  await setStatus(pass, attachment, {
    attached: false,
    attachError: { time: pass.clock.now().toISOString(), message },
  });
  const text = `AttachVolume.Attach failed for volume "${attachment.spec.source.persistentVolumeName}" : ${message}`;
  await tellPods(pass, attachment, 'Warning', 'FailedAttachVolume', text);
  return 1;
}

async function setStatus({ api, driver }: Pass, attachment: VolumeAttachment, status: object): Promise<void> {
  const { apiVersion, kind, metadata } = attachment;
  await api.merge({ apiVersion, kind, name: metadata.name }, { status }, { manager: driver, subresource: 'status' });
}

async function tellPods(
  pass: Pass,
  { metadata }: VolumeAttachment,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
) {
  for (const want of wants(pass)) {
    if (want.name === metadata.name) await pass.events.tell(want.pod, type, reason, message);
  }
}

/** Volume id; '' when the PV is gone or another driver's. */
export function handleOf({ view }: Pass, { spec }: VolumeAttachment): string {
  return view.volumes.get(spec.source.persistentVolumeName ?? '')?.spec.csi?.volumeHandle ?? '';
}
