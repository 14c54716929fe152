import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import type { Lock } from '../../base/run/lock.ts';
import { findRecord } from '../../base/run/records.ts';
import { chooseBackup } from '../../plan/velero/choose-backup.ts';
import type { BackupPlace } from '../../plan/velero/list-backups.ts';
import { type Chosen, chooseCapture } from './choose-capture.ts';

interface Tools {
  store: ObjectStore;
  /** Where the backups of the route are, for a route that begins at some. */
  backups(clone: Clone): Promise<BackupPlace | undefined>;
}

/** What was chosen, and the request as it is then. */
export type ChosenSource = Chosen & Pick<Clone, 'fromBackup'>;

/** What a run clones in the place of the source cluster: a capture or a backup, or neither. `given` is the request as it came. */
export async function chooseSource(
  clone: Clone,
  asked: { given: unknown; request: Request },
  run: Lock,
  { store, backups }: Tools,
): Promise<ChosenSource> {
  const place = await backups(clone);
  return place ? chooseOfBackups(clone, asked.request, place, store) : chooseCapture(store, clone.route, asked, run);
}

/** Names in the state of a machine, of which one may have 253 characters. */
const MOST_PASSED_OVER = 10;

/** The backup that the request means: the same one however often the run starts, since a newer one may come meanwhile. */
async function chooseOfBackups(
  { cloneId, route, startedAt }: Clone,
  request: Request,
  place: BackupPlace,
  store: ObjectStore,
): Promise<ChosenSource> {
  const begun = await findRecord<{ clone: Clone }>(store, keysOf(cloneId).clone);
  if (begun?.clone.fromBackup) return { request, fromBackup: begun.clone.fromBackup };
  const { selection, source } = request;
  const { backup = 'latest' } = source;
  const wish = { backup, namespaces: selection.namespaces, route: route.name, now: startedAt };
  const { name, startedAt: takenAt, expiresAt, unreadable } = await chooseBackup(place, wish);
  const passedOver = unreadable.length === 0 ? {} : { passedOver: unreadable.slice(0, MOST_PASSED_OVER) };
  return { request, fromBackup: { name, takenAt, ...(expiresAt ? { expiresAt } : {}), ...passedOver } };
}
