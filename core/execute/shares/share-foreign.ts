import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { shareKey } from '../../base/run/keys.ts';
import { changeRegister } from '../../base/run/register.ts';

/** Which runs need that a snapshot of others is shared with an account. */
interface Share {
  runs: string[];
  /** Whether it was not shared before the first of them; absent until that is known. */
  ours?: boolean;
}

type Sharing = Pick<VolumeStorage, 'sharedWith' | 'shareSnapshot' | 'unshareSnapshot'>;

/**
 * Shares a snapshot that others have made with the target's account. It carries no tags of a run, so that the share is
 * written down, with whether it was there before: what others share with that account stays shared.
 */
export async function shareForeign(storage: Sharing, store: ObjectStore, clone: Clone, id: string): Promise<void> {
  const { account } = clone.route.target;
  const key = shareKey(clone.route.source, id, account);
  const { ours } = await changeRegister<Share, Share>(store, key, (held) => {
    const next = { ...held, runs: [...new Set([...(held?.runs ?? []), clone.cloneId])] };
    return { next, answer: next };
  });
  if (ours === undefined) {
    const isOurs = !(await storage.sharedWith(id)).includes(account);
    await changeRegister<Share, void>(store, key, (held) => ({
      next: { runs: [clone.cloneId], ours: isOurs, ...held },
      answer: undefined,
    }));
  }
  await storage.shareSnapshot(id, account);
}

/** Ends the share when no other run needs it, where a run has begun it. Answers whether it ended. */
export async function endShare(storage: Sharing, store: ObjectStore, clone: Clone, id: string): Promise<boolean> {
  const { account } = clone.route.target;
  const key = shareKey(clone.route.source, id, account);
  const left = await changeRegister<Share, Share | undefined>(store, key, (held) => {
    const next = held && { ...held, runs: held.runs.filter((run) => run !== clone.cloneId) };
    return { next, answer: next };
  });
  if (!left || left.runs.length > 0) return false;
  if (left.ours) await storage.unshareSnapshot(id, account);
  const late = await changeRegister<Share, string[]>(store, key, (held) => {
    const runs = held?.runs ?? [];
    return { next: runs.length > 0 ? held : undefined, answer: runs };
  });
  // Another run came between: it has shared it before the share was ended.
  if (left.ours && late.length > 0) await storage.shareSnapshot(id, account);
  return left.ours === true && late.length === 0;
}
