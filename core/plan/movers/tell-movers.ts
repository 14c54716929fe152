import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import type { Request } from '../../base/request/request.ts';
import { brings } from '../../base/strategies.ts';
import type { PlannedVolume } from '../volumes/volume-plan.ts';

const about = findingsBy('movers');

/** What a run will make in the source for claims that nobody else can copy, and of which time their files are. */
export function tellMovers({ quiesce }: Pick<Request, 'quiesce'>, planned: readonly PlannedVolume[]): Finding[] {
  return planned.filter(brings).flatMap(({ claim, origin }) => {
    if (origin?.kind !== 'mover') return [];
    const [namespace] = claim.split('/');
    const as = origin.runAs ? `as user ${origin.runAs.user}` : 'as root, with the right to read every file alone';
    const still = quiesce.scaleToZero ? ' The workload stands still until all of it is copied.' : '';
    const made = about(
      claimRef(claim),
      'info',
      `Claim ${claim} is copied by a Job of the run in namespace ${namespace} of the source: ${origin.image} reads it ${as}, for ${origin.hours} hours at most, and writes to the hub's bucket over port 443. The Job, its pods and its Secret are removed again.${still}`,
    );
    const half = about(
      claimRef(claim),
      'warning',
      `Claim ${claim} is read file by file while its workload works on it: what is written meanwhile may be half in the clone. Set quiesce.scaleToZero, or name a backup of one point in time.`,
    );
    return quiesce.scaleToZero ? [made] : [made, half];
  });
}
