import { machineAnnouncer } from '../../adapters/aws/announcer.ts';
import type { Announcement } from '../../core/base/ports/clone-event.ts';
import { required } from './environment.ts';
import type { Tools } from './step.ts';

/** Tells it, or says in the log why not: no run fails since nobody could be told of it. */
export async function tell(announcement: Announcement, { log }: Pick<Tools, 'log'>): Promise<void> {
  try {
    await machineAnnouncer({ machineArn: required('KUBEFERRY_TELL_PEOPLE') }).tell(announcement);
  } catch (error) {
    log.warn('nobody was told', { event: announcement.detailType, error: error as Error });
  }
}
