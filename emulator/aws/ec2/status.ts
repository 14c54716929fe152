import type { Attachment, Snapshot, Volume } from './records.ts';

/** What time makes of a snapshot: nothing here runs on timers, every state follows from the clock. */
export interface SnapshotStatus {
  state: 'pending' | 'completed' | 'error';
  /** Such as `42%`. */
  progress: string;
  message?: string;
}

export function snapshotStatus(snapshot: Snapshot, now: number): SnapshotStatus {
  if (snapshot.writing) {
    const { lastWrite, timeout } = snapshot.writing;
    return now < lastWrite + timeout
      ? { state: 'pending', progress: '0%' }
      : { state: 'error', progress: '0%', message: 'The snapshot timed out: no block was written in time' };
  }
  if (now < snapshot.endsAt) {
    const part = (now - snapshot.startedAt) / (snapshot.endsAt - snapshot.startedAt);
    return { state: 'pending', progress: `${Math.floor(Math.max(0, part) * 100)}%` };
  }
  return snapshot.failure
    ? { state: 'error', progress: '0%', message: snapshot.failure }
    : { state: 'completed', progress: '100%' };
}

export function volumeStatus(volume: Volume, now: number): 'creating' | 'available' | 'in-use' | 'gone' {
  if (now < volume.availableAt) return 'creating';
  if (volume.failed) return 'gone';
  return attachmentsOf(volume, now).length > 0 ? 'in-use' : 'available';
}

export const attachmentsOf = (volume: Volume, now: number): Attachment[] =>
  volume.attachments.filter((attachment) => attachment.goneAt === undefined || now < attachment.goneAt);

export const attachmentStatus = (attachment: Attachment, now: number) =>
  attachment.goneAt !== undefined ? 'detaching' : now < attachment.settledAt ? 'attaching' : 'attached';
