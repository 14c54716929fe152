import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { claimsOf, type Masking, type MaskingJob } from '../../base/request/masking.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import { isWithin } from '../../base/request/target-limits.ts';
import { brings } from '../../base/strategies.ts';
import type { ClusterFacts, SourceIndex } from '../../translate/context.ts';
import type { PlannedVolume } from '../volumes/volume-plan.ts';

/** A Job that the run is going to wait for, with the names that things have in the target. */
export interface PlannedMaskingJob extends MaskingJob {
  /** Namespace in the target. */
  home: string;
  /** Paths that are devices, since their claims have volume mode Block. */
  devices: string[];
}

/** What has to succeed before anything of the clone starts. */
export interface PlannedMasking {
  jobs: PlannedMaskingJob[];
  onFailure: Masking['onFailure'];
  /** Claims with data that the route says need none. */
  unmasked: string[];
}

export const MASKING_RULE = 'masking';

const find = findingsBy(MASKING_RULE);
const claimRef = (claim: string) => {
  const [namespace = '', name = ''] = claim.split('/');
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
};

/**
 * Which Jobs of the route's masking this run needs: those for whose claims the run has data. A claim with data that no Job mounts, and
 * that the route does not leave unmasked, is a blocker, and so is a Job of which the run brings a part.
 */
export function planMasking(
  { name, masking }: Pick<Route, 'name' | 'masking'>,
  { mappings, onConflict }: Pick<Request, 'mappings' | 'onConflict'>,
  volumes: readonly PlannedVolume[],
  { claims }: Pick<SourceIndex, 'claims'>,
  target: Pick<ClusterFacts, 'cluster' | 'networkPolicy'>,
): { masking?: PlannedMasking; findings: Finding[] } {
  const brought = new Set(volumes.filter(brings).map(({ claim }) => claim));
  if (!masking || brought.size === 0) return { findings: [] };
  const jobs = masking.jobs.filter((job) => claimsOf(job).some((claim) => brought.has(claim)));
  const masked = new Set(jobs.flatMap(claimsOf));
  const isFree = (claim: string) => isWithin(claim, masking.unmasked);
  const unmasked = [...brought].filter((claim) => !masked.has(claim) && isFree(claim)).toSorted();
  const bare = [...brought].filter((claim) => !masked.has(claim) && !isFree(claim)).toSorted();
  const half = jobs.flatMap((job) =>
    claimsOf(job).flatMap((claim) => (brought.has(claim) ? [] : [{ job: job.name, claim }])),
  );
  const isDevice = (job: MaskingJob, claim: string) => claims[`${job.namespace}/${claim}`]?.volumeMode === 'Block';
  const planned = jobs.map((job) => ({
    ...job,
    home: mappings.namespaces[job.namespace] ?? job.namespace,
    devices: Object.keys(job.claims).filter((path) => isDevice(job, job.claims[path]!)),
  }));
  return {
    ...(planned.length > 0 ? { masking: { jobs: planned, onFailure: masking.onFailure, unmasked } } : {}),
    findings: [
      ...bare.map((claim) =>
        find(
          claimRef(claim),
          'blocker',
          `Route "${name}" masks what it clones, and none of its masking jobs mounts claim ${claim}. Add it to a job, or to masking.unmasked of the route where its data needs no masking; or skip its data.`,
        ),
      ),
      ...half.map(({ job, claim }) =>
        find(
          claimRef(claim),
          'blocker',
          `Masking job ${job} of route "${name}" needs claim ${claim}, whose data this run does not bring. Select it as well, or leave out every claim of that job.`,
        ),
      ),
      ...(planned.length > 0 ? [...openNetwork(name, target), ...standingAccess(name, onConflict)] : []),
    ],
  };
}

const routeRef = (name: string) => ({ apiVersion: 'kubeferry', kind: 'Route', name });

/** The jobs have a network policy that lets nothing in or out; somebody has to enforce it. */
function openNetwork(name: string, { cluster, networkPolicy }: Pick<ClusterFacts, 'cluster' | 'networkPolicy'>) {
  if (networkPolicy?.on) return [];
  const why = networkPolicy
    ? `${networkPolicy.by} of ${cluster} has network policies switched off`
    : `nothing that enforces network policies was found in ${cluster}`;
  return [
    find(
      routeRef(name),
      'warning',
      `The masking jobs are to reach nothing over the network, and ${why}: their policy holds nobody. Switch network policies on in the target.`,
    ),
  ];
}

/** Who came to the namespace by the former clone has not gone. */
const standingAccess = (name: string, onConflict: Request['onConflict']) =>
  onConflict === 'refresh'
    ? [
        find(
          routeRef(name),
          'warning',
          'Who has access to the namespaces by the former clone has it while data is masked. Where that matters, clone into namespaces of their own.',
        ),
      ]
    : [];
