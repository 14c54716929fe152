import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import type { Request } from '../../base/request/request.ts';
import type { PlannedMove } from '../../base/run/origin.ts';
import { brings } from '../../base/strategies.ts';
import type { SourceIndex } from '../../translate/context.ts';
import { OTHER_STORAGE } from '../../translate/tables/drivers.ts';
import type { PlannedVolume } from '../volumes/volume-plan.ts';
import { comesBackEarly } from './comes-back-early.ts';

const about = findingsBy('movers');

/** What a run will make in the source for claims that nobody else can copy, and of which time their files are. */
export function tellMovers(
  request: Pick<Request, 'quiesce' | 'cutOver' | 'volumes'>,
  planned: readonly PlannedVolume[],
  { claims }: Pick<SourceIndex, 'claims'>,
): Finding[] {
  const { quiesce, volumes } = request;
  const until = comesBackEarly(request, planned) ? 'the snapshots of all such claims are taken' : 'all of it is copied';
  return planned.filter(brings).flatMap(({ claim, origin, sizeGiB, jobMinutes }) => {
    if (origin?.kind !== 'mover') return [];
    const [namespace] = claim.split('/');
    const as = origin.runAs ? `as user ${origin.runAs.user}` : 'as root, with the right to read every file alone';
    const still = quiesce.scaleToZero ? ` The workload stands still until ${until}.` : '';
    const made = about(
      claimRef(claim),
      'info',
      `Claim ${claim} is copied by a Job of the run in namespace ${namespace} of the source: ${origin.image} reads ${read(origin)} ${as}, for about ${jobMinutes} minutes if it is full and ${origin.hours} ${origin.hours === 1 ? 'hour' : 'hours'} at most, and writes to the hub's bucket over port 443. The Job, its pods, its Secret${origin.snapshot ? ', its claim and its snapshot' : ''} are removed again.${still}`,
    );
    const driver = claims[claim]?.driver ?? '';
    const isGuess = UNBOUNDED.includes(driver) && volumes.sizes?.[claim] === undefined;
    return [
      made,
      ...(quiesce.scaleToZero ? [] : [atWork(claim, origin)]),
      ...(jobMinutes && jobMinutes > origin.hours * 60 ? [tooShort(claim, origin, jobMinutes)] : []),
      ...(isGuess ? [ofUnknownSize(claim, driver, sizeGiB)] : []),
    ];
  });
}

const tooShort = (claim: string, { hours }: PlannedMove, minutes: number): Finding =>
  about(
    claimRef(claim),
    'warning',
    `Claim ${claim} may not be copied in time: its Job is ended after ${hours * 60} minutes (source.mover.hours), and takes about ${minutes} if the claim is full. Raise the hours, up to 72, where its files are as many.`,
  );

/** Drivers whose volumes hold more than their PersistentVolumes say: https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html */
const UNBOUNDED = ['efs.csi.aws.com', 'nfs', 'nfs.csi.k8s.io', 'smb.csi.k8s.io'];

const ofUnknownSize = (claim: string, driver: string, sizeGiB: number): Finding =>
  about(
    claimRef(claim),
    'warning',
    `Claim ${claim} is on ${OTHER_STORAGE[driver] ?? `storage of driver "${driver}"`}, which does not keep to the ${sizeGiB} GiB that its PersistentVolume says. If its files need more, the run ends once they are copied: look how much there is, and ask for a volume with room for it in volumes.sizes["${claim}"].`,
  );

const read = ({ snapshot, because }: PlannedMove) => {
  const why = because ? ` (${because})` : '';
  return snapshot
    ? `a claim of ${snapshot.size} and StorageClass "${snapshot.storageClass}", made of a snapshot by VolumeSnapshotClass "${snapshot.class}"${why},`
    : `the claim itself${why}`;
};

/** What files a clone has of a workload that goes on. */
function atWork(claim: string, { snapshot }: PlannedMove): Finding {
  const sentence = snapshot
    ? `Claim ${claim} is copied as it is when its snapshot is taken, while its workload works on it: its files are as after a power cut, and other claims are of another moment. Set quiesce.scaleToZero where the workload does not bear that.`
    : `Claim ${claim} is read file by file while its workload works on it: what is written meanwhile may be half in the clone. Set quiesce.scaleToZero, or name a backup of one point in time.`;
  return about(claimRef(claim), snapshot ? 'info' : 'warning', sentence);
}
