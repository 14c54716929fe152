import type { Route } from '../../base/request/route.ts';
import { takesSnapshot } from '../../base/strategies.ts';
import type { PlannedVolume } from './volume-plan.ts';

/**
 * EBS says of a snapshot no more than that a first one of a large volume takes hours
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-creating-snapshot.html): as cautious a guess as that of its copies.
 */
const GIBIBYTES_A_MINUTE = (250 * 60) / 1024;

/** So many are in the fixed minutes of each volume already. */
const RECKONED_MINUTES = 2;

type Moved = Pick<PlannedVolume, 'strategy' | 'origin' | 'gibibytes' | 'basis'>;

/**
 * How many minutes more than a small one the snapshot takes with which a volume begins: of one without an earlier snapshot EBS
 * reads everything, and after an earlier clone what has changed. How much has changed since a snapshot of others nobody says.
 */
export function snapshotMinutes(volume: Moved, { source }: Pick<Route, 'source'>): number {
  const { gibibytes = 0, basis } = volume;
  // A disk of Azure has its snapshot at once.
  if (source.kind === 'aks' || basis === 'snapshot' || !takesSnapshot(volume)) return 0;
  return Math.max(0, Math.ceil(gibibytes / GIBIBYTES_A_MINUTE) - RECKONED_MINUTES);
}
