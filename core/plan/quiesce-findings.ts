import type { Finding } from '../../kube/finding.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../kube/kube-object.ts';
import type { Request } from '../base/request/request.ts';
import { brings } from '../base/strategies.ts';
import { stopCommand } from '../translate/recipes/stop-command.ts';
import { deletesClaims } from './quiesce/claim-retention.ts';
import type { Reactions } from './quiesce/read-reactions.ts';
import { controllerOf } from './quiesce/scalable.ts';
import { managerOf, nameOf, scalersOf } from './scale-back.ts';
import type { PlannedVolume } from './volumes/volume-plan.ts';

const RULE = 'quiesce';
const RETENTION = 'persistentVolumeClaimRetentionPolicy.whenScaled: Delete';

/**
 * What reacts when the source is scaled to zero, said before anything is. What would delete data of the source is a blocker;
 * what works on, or scales back, is a warning, and a blocker of a cut-over, which would lose what it writes.
 * PodDisruptionBudgets are about evictions and do not hold up a scale-down, and volumes with the reclaim policy Delete go
 * with their claims only: nothing is said of either.
 */
export function quiesceFindings(reactions: Reactions, request: Request, volumes: readonly PlannedVolume[]): Finding[] {
  const moving = new Set(volumes.filter(brings).map(({ claim }) => claim));
  return [
    ...reactions.scaled.flatMap((workload) => ofScaled(workload, reactions, request.cutOver)),
    ...reactions.podClaims.map(({ ref, pod, isEphemeral }) => podClaim(ref, pod, isEphemeral)),
    ...worksOn(reactions, request.cutOver, moving),
  ];
}

function ofScaled(workload: KubeObject, reactions: Reactions, cutOver: boolean): Finding[] {
  const about = finding(refOf(workload));
  const manager = managerOf(workload);
  const name = nameOf(workload);
  return [
    ...(deletesClaims(workload) ? [retention(workload, manager)] : []),
    ...(manager
      ? [
          about(
            'warning',
            `${name} is managed by ${manager}, which may scale it back while it is at zero. ${cutOver ? 'The run then fails and resumes it. ' : ''}Pause that for the time of the run.`,
          ),
        ]
      : []),
    ...scalersOf(workload, reactions).map(({ scaler, pause }) =>
      about(
        cutOver ? 'blocker' : 'warning',
        `${nameOf(scaler)} scales ${name} up again from zero${cutOver ? ', and what it writes then is not in the clone' : ''}. Pause it for the time of the run: ${pause}.`,
      ),
    ),
  ];
}

function retention(workload: KubeObject, manager: string | undefined): Finding {
  const about = finding(refOf(workload), '/spec/persistentVolumeClaimRetentionPolicy/whenScaled');
  const deletes = `${nameOf(workload)} deletes the claims of replicas that are scaled away (${RETENTION})`;
  return manager
    ? about(
        'blocker',
        `${deletes}. A run sets that to Retain before it scales, but ${manager} may put it back while the set is at zero, which would delete the source's claims and their data. Set it to Retain there for the time of the run.`,
      )
    : about('warning', `${deletes}. The run sets that to Retain before it scales, and back when it has scaled back.`);
}

function podClaim(ref: ObjectRef, pod: string, isEphemeral: boolean): Finding {
  const about = finding(ref, '/metadata/ownerReferences');
  return isEphemeral
    ? about(
        'warning',
        `${refText(ref)} is an ephemeral volume of pod ${pod}: it is deleted when its workload is scaled to zero, as at each restart.`,
      )
    : about(
        'blocker',
        `${refText(ref)} belongs to pod ${pod} (ownerReferences), so that the source's claim, and its data, would be deleted when the pod is scaled away. Remove that reference, or do not scale to zero.`,
      );
}

function worksOn({ owned, pods, cronJobs }: Reactions, cutOver: boolean, moving: Set<string>): Finding[] {
  const mounts = (claims: string[]) => claims.find((claim) => moving.has(claim));
  const writes = (ref: ObjectRef, what: string, claims: string[], way: string) => {
    const claim = mounts(claims);
    if (!claim && !cutOver) return [];
    if (!claim)
      return [finding(ref)('warning', `${what}: it is not scaled, and keeps running after the cut-over. ${way}`)];
    const lost = cutOver
      ? `what it writes to claim ${claim} after the snapshot is not in the clone`
      : `it may write to claim ${claim} while the snapshot is made`;
    return [finding(ref)(cutOver ? 'blocker' : 'warning', `${what}: it is not scaled, and ${lost}. ${way}`)];
  };
  return [
    ...owned.map((workload) => {
      const owner = controllerOf(workload)!;
      const { kind, name } = owner;
      const stop = stopCommand(owner, workload.metadata.namespace);
      return finding(refOf(workload))(
        cutOver ? 'blocker' : 'warning',
        `${nameOf(workload)} belongs to ${kind} ${name}, which would scale it back: it is not scaled, and keeps running${cutOver ? ' after the cut-over' : ' while the snapshot is made'}. Stop it by way of ${kind} ${name} for the time of the run${stop ? `: ${stop}` : ''}.`,
      );
    }),
    ...pods.flatMap(({ ref, owner, stop, claims }) =>
      writes(
        ref,
        `${refText(ref)} belongs to ${owner ?? 'nobody'}`,
        claims,
        `Stop it for the time of the run${stop ? `: ${stop}` : ''}.`,
      ),
    ),
    ...cronJobs.flatMap(({ ref, claims }) =>
      writes(ref, `${refText(ref)} starts jobs by its schedule`, claims, 'Suspend it for the time of the run.'),
    ),
  ];
}

const finding =
  (object: ObjectRef, path = '') =>
  (severity: Finding['severity'], sentence: string): Finding => ({ severity, object, path, rule: RULE, sentence });
