import type { Route } from '../../../base/request/route.ts';
import { memberStackName } from '../../../base/run/names.ts';
import { sayDamaged } from '../../../plan/velero/choose-backup.ts';
import { FORMAT } from '../../../plan/velero/read-tarball.ts';
import { type Check, checkNamed } from '../check.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';
import type { BackupsSeen } from '../look-at-backups.ts';

const { ok, warning, broken, unknown } = checkNamed('source backups');
const snapshots = checkNamed('source snapshots');

/** Who backs up each night has noticed by then that it has ended. */
const OLD_HOURS = 48;

/** The bucket can be read, the newest backup is complete and fresh, and its snapshots are there. */
export const checkBackups: RouteCheck = (route, { backups }, now) => {
  if (!backups || route.source.kind !== 'velero') return [];
  const thing = `s3://${route.source.backups.bucket}/${route.source.backups.prefix}`;
  if ('notAsked' in backups) return [unknown(thing, backups.notAsked)];
  if ('failure' in backups) return [unread(thing, route, backups.failure)];
  return [newest(thing, backups.value, now), ...damaged(thing, backups.value), ...snapshotsOf(backups.value)];
};

const CONFIGURE = 'source: { backups: { bucket: …, prefix: … } }   in kubeferry.config.ts, then npx cdk deploy --all';

function unread(
  thing: string,
  { source }: Route,
  { error, message: sentence }: { error: string; message: string },
): Check {
  if (error === 'AccessDenied') {
    const fix = `npx cdk deploy ${memberStackName('source', source.account, source.region)}`;
    return broken({ thing, found: 'access denied', sentence, fix });
  }
  if (error === 'NotFound') return broken({ thing, found: 'no such bucket', sentence, fix: CONFIGURE });
  return unknown(thing, sentence);
}

function newest(thing: string, { count, newest: last, usable }: BackupsSeen, now: string): Check {
  if (!last)
    return broken({
      thing,
      found: 'no backup',
      sentence: 'There is nothing to clone from: Velero keeps its backups elsewhere, or has made none yet.',
      fix: CONFIGURE,
    });
  if (!usable)
    return warning({
      thing,
      found: `${count} backups, none complete`,
      sentence: `A run has to name one: latest means a complete one, and the newest, "${last.name}", is ${last.phase}.`,
      fix: `velero backup describe ${last.name} --details`,
    });
  const { name, startedAt, format } = usable.backup;
  if (format && !FORMAT.test(format))
    return broken({
      thing,
      found: `layout ${format}`,
      sentence: `Backup "${name}" has the layout ${format}, and kubeferry reads 1.1.0, which Velero 1.4 and later write.`,
      fix: 'velero version',
    });
  const hours = Math.round((Date.parse(now) - Date.parse(startedAt)) / 3_600_000);
  const found = `${count} backups, the newest complete one ${hours} hours old`;
  if (last.name !== name && last.phase !== 'InProgress')
    return warning({
      thing,
      found: `the newest is ${last.phase}`,
      sentence: `Backup "${last.name}" is ${last.phase}, so that latest means "${name}", which is ${hours} hours old.`,
      fix: `velero backup describe ${last.name} --details`,
    });
  if (hours > OLD_HOURS)
    return warning({
      thing,
      found,
      sentence: `Clones of the latest backup, "${name}", lack what was changed in ${hours} hours: is its schedule paused?`,
      fix: 'velero schedule get',
    });
  return ok(thing, found);
}

function damaged(thing: string, { unreadable }: BackupsSeen): Check[] {
  if (unreadable.length === 0) return [];
  return [
    warning({
      thing,
      found: `${unreadable.length} damaged`,
      sentence: `The velero-backup.json of ${sayDamaged(unreadable)} is no Backup of Velero of that name, so that "latest" passes it over, however new it is.`,
      fix: 'velero backup get',
    }),
  ];
}

function snapshotsOf({ usable }: BackupsSeen): Check[] {
  if (!usable || usable.snapshots.length === 0) return [];
  const { backup, missing, snapshots: all } = usable;
  const thing = `of backup ${backup.name}`;
  if (missing.length === 0) return [snapshots.ok(thing, `${all.length}, all there`)];
  return [
    snapshots.broken({
      thing,
      found: `${missing.length} of ${all.length} are gone`,
      sentence: `EC2 has no ${missing.join(', ')}: somebody has deleted them, or they are in another account or Region than the route's source.`,
      fix: `source: { account: …, region: … }   in kubeferry.config.ts, or clone from another backup`,
    }),
  ];
}
