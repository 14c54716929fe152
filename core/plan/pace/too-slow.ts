import type { Finding } from '../../../kube/finding.ts';
import type { PlannedPace } from './plan-pace.ts';

/** "Copy blocks" of copy-volume.asl.json ends after 11 days; whole objects of the source are kept for 14. */
const MOST_DAYS = 10;
const DAY_MINUTES = 24 * 60;

/** A blocker where the blocks of the plan could not all be copied before the run is given up. */
export function tooSlow(route: string, pace: PlannedPace | undefined): Finding[] {
  const days = (pace?.minutes ?? 0) / DAY_MINUTES;
  if (!pace || days <= MOST_DAYS) return [];
  const rate = pace.volumesAtOnce * pace.functionsAtOnce * pace.perSecond;
  return [
    {
      severity: 'blocker',
      object: { apiVersion: 'kubeferry', kind: 'Route', name: route },
      path: '/pace',
      current: Math.ceil(days),
      proposed: MOST_DAYS,
      rule: 'pace',
      sentence:
        `Copying the blocks of this plan takes about ${Math.ceil(days)} days at ${rate} a second, closed windows included, and a run may take ${MOST_DAYS}. ` +
        'Raise the pace of the request or of the route (mebibytesPerSecond, requestsPerSecond, volumesAtOnce, windows), have the quotas of the EBS direct APIs raised, or select less.',
    },
  ];
}
