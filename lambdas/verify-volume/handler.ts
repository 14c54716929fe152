import * as z from 'zod';
import { VolumeItem } from '../../core/base/run/envelope.ts';
import { forgetMarks } from '../../core/execute/progress/note-progress.ts';
import { verifyVolume } from '../../core/execute/volumes/verify-volume.ts';
import { targetStorage } from '../_shared/disks.ts';
import { memberOf } from '../_shared/member.ts';
import { noted } from '../_shared/noted.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ volume: VolumeItem, snapshotId: z.string(), volumeId: z.string() });

/** Compares the volume with the plan and records it for the translation of its PersistentVolume. */
export const handler = step('verify-volume', Input, async (input, tools) => {
  const { clone, volume, snapshotId, volumeId, attempt } = input;
  const storage = targetStorage(clone, await memberOf(clone, 'target'));
  const verified = await verifyVolume(storage, tools.store, clone, volume, { snapshotId, volumeId }, attempt);
  await noted(forgetMarks(tools.store, clone.cloneId, volume.claim), tools);
  return verified;
});
