import { machineAnnouncer } from '../../adapters/aws/announcer.ts';
import type { Announcement } from '../../core/base/ports/clone-event.ts';
import { required } from './environment.ts';
import type { Tools } from './step.ts';

/** Sends a notification, or logs why not: no run fails because nobody could be notified. */
export async function notify(announcement: Announcement, { log }: Pick<Tools, 'log'>): Promise<void> {
  try {
    await machineAnnouncer({ machineArn: required('KUBEFERRY_NOTIFY') }).announce(announcement);
  } catch (error) {
    log.warn('the notification was not sent', { event: announcement.detailType, error: error as Error });
  }
}
