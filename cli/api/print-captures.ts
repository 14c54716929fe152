import type { CaptureView } from '../../core/serve/api/capture-schemas.ts';
import { since } from '../since.ts';
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
