import { isWithin } from './target-limits.ts';

interface Tagged {
  id: string;
  tags: Record<string, string>;
}

/** `snap-…` */
export const isSnapshotId = (allowed: string) => allowed.startsWith('snap-') && !allowed.includes('=');

/** `key=value` in its parts: the value may have `*` for any letters. */
export function tagOf(allowed: string): [key: string, value: string] {
  const at = allowed.indexOf('=');
  return [allowed.slice(0, at), allowed.slice(at + 1)];
}

/** Whether a route's `source.allowSnapshots` has it: what the policies of the members' roles say as well. */
export const isAllowedSnapshot = ({ id, tags }: Tagged, allowed: readonly string[]) =>
  allowed.some((each) => {
    if (isSnapshotId(each)) return each === id;
    const [key, value] = tagOf(each);
    return tags[key] !== undefined && isWithin(tags[key], [value]);
  });

/**
 * What Velero's plugin and the EBS driver put on the snapshots that they take for a backup, and on nothing else
 * (velero-plugin-for-aws `volume_snapshotter.go`; https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md).
 */
const BY_BACKUPS = ['velero.io/backup=*', 'CSIVolumeSnapshotName=*'];

/** What a route may use of the snapshots that others have made: for backups of Velero those that belong to backups. */
export const snapshotsOfOthers = ({
  kind,
  allowSnapshots = [],
}: {
  kind?: string | undefined;
  allowSnapshots?: string[] | undefined;
}) => (kind === 'velero' ? [...BY_BACKUPS, ...allowSnapshots] : allowSnapshots);
