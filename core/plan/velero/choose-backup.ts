import { KubeferryError } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
import { outsideText } from '../../base/outside/outside-text.ts';
import { type Backup, mayHold } from './backup.ts';
import { type BackupListing, type BackupPlace, findBackup, listBackups } from './list-backups.ts';

/** What a request says of the backup that it means. */
export interface BackupWish {
  /** A name, `latest`, or `latest:<schedule>`. */
  backup: string;
  /** Those that it has to hold. */
  namespaces: readonly string[];
  /** In whose way out the backups are listed. */
  route: string;
  /** ISO 8601. */
  now: string;
}

const LATEST = /^latest(?::(?<schedule>.+))?$/;
const WHOLE = 'Completed';
const WITH_ERRORS = 'PartiallyFailed';

/** The backup, and those that could not be judged beside it, since their own file is damaged. */
export type ChosenBackup = Backup & Pick<BackupListing, 'unreadable'>;

/**
 * The backup that a request means. Of `latest` only those count that are whole, still there, and were to hold the namespaces; by its
 * name also one that has errors, which the plan then tells. Throws InvalidRequest, for `source.backup`, when there is none that can be used.
 */
export async function chooseBackup(place: BackupPlace, wish: BackupWish): Promise<ChosenBackup> {
  const latest = LATEST.exec(wish.backup);
  if (latest) return newest(await listBackups(place), latest.groups?.schedule, wish, place);
  const found = await findBackup(place, wish.backup);
  if (!found) throw unknown(wish, place, await listBackups(place));
  const why = whyUnusable(found, wish.now);
  if (why) throw refused(`Backup "${found.name}" ${why} ${listed(wish)}`);
  return { ...found, unreadable: [] };
}

function newest(
  { backups: all, unreadable }: BackupListing,
  schedule: string | undefined,
  wish: BackupWish,
  place: BackupPlace,
): ChosenBackup {
  const meant = all.filter((each) => schedule === undefined || each.schedule === schedule);
  const fit = meant.filter((each) => wish.namespaces.every((name) => mayHold(each, name)));
  const usable = fit.find((each) => each.phase === WHOLE && whyUnusable(each, wish.now) === undefined);
  if (usable) return { ...usable, unreadable };
  const of = schedule === undefined ? '' : ` of schedule "${schedule}"`;
  const [first] = fit;
  if (first) {
    const why = whyUnusable(first, wish.now) ?? 'has errors, so that only its name means it.';
    throw refused(
      `No backup${of} can be taken as the latest one; the newest, "${first.name}", ${why}${beside(unreadable)} ${listed(wish)}`,
    );
  }
  if (meant.length > 0)
    throw refused(
      `No backup${of} was to hold ${wish.namespaces.join(', ')}; the newest is "${meant[0]!.name}".${beside(unreadable)} ${listed(wish)}`,
    );
  const schedules = [...new Set(all.flatMap((each) => each.schedule ?? []))];
  const others = schedule === undefined ? 'was anything backed up yet?' : didYouMean(schedule, schedules);
  throw refused(`There is no backup${of} in ${whereIs(place)}; ${others}${beside(unreadable)} ${listed(wish)}`);
}

/** The end of a sentence with the way out; undefined for a backup that can be cloned from. */
export function whyUnusable(
  { phase, expiresAt }: Pick<Backup, 'phase' | 'expiresAt'>,
  now: string,
): string | undefined {
  if (phase === 'Deleting') return 'is being deleted. Clone from another one.';
  if (phase.startsWith('Failed')) return `is ${phase}: Velero has not made it. Take another one.`;
  if (expiresAt && Date.parse(expiresAt) <= Date.parse(now))
    return `expired at ${expiresAt}, so that Velero may remove it at any moment. Clone from a newer one, and give backups a longer --ttl.`;
  if (phase !== WHOLE && phase !== WITH_ERRORS)
    return `is ${phase}: it can be cloned from once Velero has completed it.`;
  return undefined;
}

/** It has errors, which the plan tells. */
export const isPartial = ({ phase }: Pick<Backup, 'phase'>) => phase === WITH_ERRORS;

function unknown(wish: BackupWish, place: BackupPlace, { backups }: BackupListing): KubeferryError {
  const names = backups.map(({ name }) => name);
  return refused(
    `There is no backup "${wish.backup}" in ${whereIs(place)}; ${didYouMean(wish.backup, names)} ${listed(wish)}`,
  );
}

/** How many names a sentence has. */
const NAMED = 5;

/** `"a" and 3 more`; for sentences. */
export const sayDamaged = (names: readonly string[]): string => {
  const shown = names.slice(0, NAMED).map((name) => `"${outsideText(name)}"`);
  return [shown.join(', '), ...(names.length > NAMED ? [`${names.length - NAMED} more`] : [])].join(' and ');
};

const beside = (unreadable: readonly string[]): string =>
  unreadable.length === 0 ? '' : ` The files of ${sayDamaged(unreadable)} are damaged, so that they are none of them.`;

const whereIs = ({ bucket, prefix }: BackupPlace) => `s3://${bucket}/${prefix}`;
const listed = ({ route }: BackupWish) => `kubeferry backups ${route} lists them.`;

const refused = (message: string) =>
  new KubeferryError('InvalidRequest', `${message} Nothing was touched.`, {
    problems: [{ at: 'source.backup', message }],
  });
