import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import { brings, takesSnapshot } from '../../base/strategies.ts';
import type { PlannedVolume } from './volume-plan.ts';

const about = findingsBy('plan-volumes');

interface Ends {
  source: Pick<Route['source'], 'kind'>;
  target: Pick<Route['target'], 'kind'>;
}

/** What a person has to know of a copy from or into Azure: what it costs there nobody here counts, and its snapshots share no moment. */
export function tellAzure(
  { source, target }: Ends,
  { quiesce }: Pick<Request, 'quiesce'>,
  volumes: readonly PlannedVolume[],
): Finding[] {
  const moving = volumes.filter(brings);
  const taken = volumes.filter(takesSnapshot);
  const isFrom = source.kind === 'aks';
  const apartly = isFrom && !quiesce.scaleToZero ? apart(taken) : [];
  const [first] = moving;
  const [captured] = taken;
  if (!first) return [...(isFrom && captured ? [billed(captured, taken, 'its snapshots')] : []), ...apartly];
  const snapshots = captured ? `its snapshots${kept(moving)}, and ` : '';
  return [
    ...(isFrom ? [billed(first, moving, `${snapshots}the transfer out of it`)] : []),
    ...(target.kind === 'aks' ? [billed(first, moving, 'the disks that the clone gets')] : []),
    ...apartly,
  ];
}

const kept = (moving: readonly PlannedVolume[]) =>
  moving.some(({ lineage }) => lineage) ? ', those that are kept for the next clone as well' : '';

function billed({ claim }: PlannedVolume, moving: readonly PlannedVolume[], what: string): Finding {
  const gibibytes = Math.ceil(moving.reduce((sum, { gibibytes: some, sizeGiB }) => sum + (some ?? sizeGiB), 0));
  return about(
    claimRef(claim),
    'info',
    `Azure bills ${what}, of up to ${gibibytes} GiB (https://azure.microsoft.com/pricing/details/managed-disks/ and .../bandwidth/): the costs of this plan are those of AWS alone.`,
  );
}

/** EC2 takes the volumes of one instance together, and Azure has no such call. */
function apart(taken: readonly PlannedVolume[]): Finding[] {
  const [first, ...others] = taken;
  if (!first || others.length === 0) return [];
  return [
    about(
      claimRef(first.claim),
      'warning',
      `Azure takes the snapshots of ${taken.length} disks one after the other, also of those that one node has. A workload that keeps one state on several claims may not start: set quiesce.scaleToZero, so that nothing is written meanwhile.`,
    ),
  ];
}
