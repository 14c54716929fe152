import { KubeferryError } from '../../core/base/errors.ts';
import type { ResourceManager } from './resource-manager.ts';

/** What Azure says of a disk or snapshot to which an access is open. */
const STILL_OPEN = 'OperationNotAllowed';
const TRIES = 3;

export const gone = (error: unknown): undefined => {
  if (!(error instanceof KubeferryError && error.name === 'NotFound')) throw error;
};

/**
 * Removes a disk or snapshot with every access to it: Azure removes nothing that somebody may still be reading, or writing. A function that is late
 * may open another access between the two calls. No error when it is gone.
 */
export async function removeWithAccess(arm: ResourceManager, id: string, version: string): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      const end = { what: `end the access to ${id}`, method: 'POST', id: `${id}/endGetAccess`, version } as const;
      await arm.whole(end).catch(gone);
      await arm.call({ what: `delete ${id}`, method: 'DELETE', id, version }).catch(gone);
      return;
    } catch (error) {
      if ((error as Error).name !== STILL_OPEN || tried === TRIES) throw error;
    }
  }
}
