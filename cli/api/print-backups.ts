import { outsideText } from '../../core/base/outside/outside-text.ts';
import type { BackupList, BackupView } from '../../core/serve/backups/backup-schemas.ts';
import { since } from '../since.ts';
import { table } from '../table.ts';

/** `now` is the hub's, in milliseconds. */
export function printBackups({ bucket, prefix, backups, unreadable, total }: BackupList, now: number): string {
  const where = `s3://${bucket}/${prefix}`;
  const damaged =
    unreadable.length > 0
      ? `Damaged, and passed over: ${unreadable.map((each) => outsideText(each)).join(', ')}\n`
      : '';
  if (backups.length === 0) return `There is no backup in ${where}.\n${damaged}`;
  const rows = backups.map((each) => [
    each.name,
    each.schedule ?? '',
    since(each.takenAt, now),
    stateOf(each),
    each.expiresAt ?? '',
    each.namespaces.join(' '),
    `${each.objects}`,
    volumesOf(each),
    `${each.gibibytes}`,
  ]);
  const head = ['name', 'schedule', 'age', 'state', 'until', 'namespaces', 'objects', 'volumes', 'GiB of files'];
  const more = backups.length < total ? `${backups.length} of ${total} in ${where}; --limit shows more.\n` : '';
  return `${table(head, rows)}\n${more}${damaged}`;
}

function stateOf({ state, usable, errors }: BackupView): string {
  if (errors > 0) return `${state}, ${errors} errors`;
  return usable || state !== 'Completed' ? state : 'expired';
}

/** `2 snapshot, 1 kopia` */
function volumesOf({ volumes }: BackupView): string {
  const counts = new Map<string, number>();
  for (const { kept } of volumes) counts.set(kept, (counts.get(kept) ?? 0) + 1);
  return [...counts].map(([kept, count]) => `${count} ${kept}`).join(', ');
}
