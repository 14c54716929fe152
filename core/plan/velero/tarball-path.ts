/** Where an object lies in the tarball of a backup. */
export interface TarballPlace {
  /** `deployments` */
  resource: string;
  /** '' for the core group. */
  group: string;
  version: string;
  /** The version that the API server preferred; others are there when Velero backed up all of a group's. */
  preferred: boolean;
  /** Absent for cluster scope. */
  namespace?: string;
}

/**
 * `resources/<plural>[.<group>]/<version>[-preferredversion]/(namespaces/<namespace>|cluster)/<name>.json`
 * (velero `pkg/archive/parser.go` and `pkg/backup/item_backupper.go`).
 */
const VERSIONED =
  /^resources\/(?<resource>[^/.]+)(?:\.(?<group>[^/]+))?\/(?<version>v[^/]*?)(?<preferred>-preferredversion)?\/(?:namespaces\/(?<namespace>[^/]+)|cluster)\/[^/]+\.json$/;

/**
 * Undefined for all else in a tarball, also for the copy of each object without a version, which is there for Velero
 * before 1.4 and equal byte for byte to the one at the preferred version.
 */
export function placeInTarball(path: string): TarballPlace | undefined {
  const found = VERSIONED.exec(path)?.groups;
  if (!found) return undefined;
  const { resource = '', group = '', version = '', preferred, namespace } = found;
  return { resource, group, version, preferred: preferred !== undefined, ...(namespace ? { namespace } : {}) };
}
