import { beginRemoval, forgetCapture } from '../../base/captures/register.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import type { Lock } from '../../base/run/lock.ts';

type About = Pick<Clone, 'cloneId' | 'route' | 'mode'>;

/** Before anything of a run is undone: a capture that others clone from stays. Throws RollBackIncomplete naming them. */
export async function refuseUsedCapture(store: ObjectStore, { cloneId, route, mode }: About, now: Date): Promise<void> {
  if (mode !== 'capture') return;
  const users = await beginRemoval(store, route.source, cloneId, now.toISOString());
  if (users.length > 0) throw new KubeferryError('RollBackIncomplete', inUse({ cloneId, route }, users));
}

/** Once nothing of it is left. */
export async function forgetIfCapture(store: ObjectStore, { cloneId, route, mode }: About): Promise<number> {
  if (mode === 'capture') await forgetCapture(store, route.source, cloneId);
  return 0;
}

/** Why a capture cannot be removed now, and when it can. */
export const inUse = ({ cloneId, route }: Pick<About, 'cloneId' | 'route'>, users: readonly Lock[]): string =>
  `Capture ${cloneId} is used by ${users.length === 1 ? 'run' : 'runs'} ${users.map((user) => user.cloneId).join(', ')}, so nothing of it was removed. ` +
  `Wait until they end, then run: kubeferry captures ${route.name} --delete ${cloneId}`;
