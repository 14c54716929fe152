import { type Finding, findingsBy } from '../../kube/finding.ts';
import { type ObjectRef, refText } from '../../kube/kube-object.ts';
import { claimRef } from '../base/claim-ref.ts';
import type { Request } from '../base/request/request.ts';
import type { SourceIndex } from '../translate/context.ts';
import { minutesOfJobs } from './movers/job-minutes.ts';
import { roundsFindings } from './rounds-findings.ts';
import { copyMinutes } from './volumes/copy-minutes.ts';
import type { PlannedVolume } from './volumes/volume-plan.ts';

const RULE = 'cut-over';
const about = findingsBy(RULE);
const REQUEST: ObjectRef = { apiVersion: 'kubeferry', kind: 'Request', name: 'cutOver' };

/** How long a cut-over takes the source down, or what a migration without one loses. */
export function cutOverFindings(
  { cutOver, profile, migrate }: Pick<Request, 'cutOver' | 'profile' | 'migrate'>,
  volumes: readonly PlannedVolume[],
): Finding[] {
  if (cutOver) {
    const minutes = minutesOfJobs(volumes) + copyMinutes(volumes);
    const lost = volumes.filter(({ keeps }) => keeps !== undefined).map(lostByCutOver);
    if (migrate) return [...roundsFindings(migrate, volumes), ...lost];
    return [
      about(
        REQUEST,
        'warning',
        `The workload is down from before the snapshot until the clone is verified: about ${minutes} minutes by this plan's estimate. The source stays at zero then, and its CronJobs suspended; a run that fails resumes it, and so does a later roll-back.`,
      ),
      ...lost,
    ];
  }
  if (profile !== 'migrate') return [];
  return [
    about(
      REQUEST,
      'warning',
      'The source keeps running, and what the source writes after the snapshot is not in the clone. Set "cutOver": true, with "quiesce": {"scaleToZero": true} and on a route with mayQuiesce, to leave it at zero from before the snapshot on.',
    ),
  ];
}

/** The claim of the target keeps what it has, and the source would be left at zero with all that it lacks. */
function lostByCutOver({ claim }: PlannedVolume): Finding {
  return about(
    claimRef(claim),
    'blocker',
    `Claim ${claim} keeps the data that it has in the target, so that a cut-over would leave the source's behind. Use onConflict "refresh", or remove that claim from the target.`,
  );
}

/** Workloads that another run has cut over, or is about to: they stand at zero beside data that nobody writes any more. */
export const alreadyCutOver = ({ cutOver = [] }: SourceIndex, route: string): Finding[] =>
  cutOver.map(({ ref, by }) =>
    about(
      ref,
      'blocker',
      `${refText(ref)} is scaled to zero for the cut-over of run ${by}, so that its data is from then. Bring it back with "kubeferry rollback ${route} ${by}", or, to clone it as it is, remove its annotation kubeferry/cut-over-by.`,
    ),
  );
