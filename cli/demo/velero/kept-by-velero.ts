import type { Cloud } from '../../../local/cloud.ts';
import { bucket } from './add-backups.ts';

/** Everything of the backups, with what a run could change of it: their snapshots with tags and shares, and what is in the bucket. */
export function keptByVelero({ accounts, inventory }: Cloud): Map<string, string> {
  const { id, region } = accounts.source;
  const lines = inventory().filter(
    (line) => line.startsWith(`${id} ${region} snapshot `) || line.startsWith(`s3://${bucket}/`),
  );
  return new Map(lines.map((line) => [line, '']));
}
