import type { CaptureView } from '../../core/serve/api/capture-schemas.ts';
import { table } from '../table.ts';

/** `now` is the hub's, in milliseconds. */
export function printCaptures(captures: readonly CaptureView[], now: number): string {
  if (captures.length === 0) return 'There is no capture of the source. kubeferry capture takes one.\n';
  const rows = captures.map((each) => [
    each.name,
    each.id,
    since(each.takenAt, now),
    each.namespaces.join(' '),
    `${each.objects}`,
    `${each.volumes}`,
    `${each.gibibytes}`,
    `$${each.dollarsPerMonth}`,
    each.removing ? 'is being removed' : each.expiresAt,
    each.usedBy.join(' '),
  ]);
  const head = ['name', 'id', 'age', 'namespaces', 'objects', 'volumes', 'GiB', 'a month', 'until', 'used by'];
  return `${table(head, rows)}\n`;
}

/** `5h`, `3d` */
function since(time: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(time)) / 60_000));
  if (minutes < 120) return `${minutes}m`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)}h` : `${Math.floor(minutes / 60 / 24)}d`;
}
