import type { ClusterApi } from '../../../kube/cluster-api.ts';
import type { Finding } from '../../../kube/finding.ts';
import { type ObjectRef, refOf } from '../../../kube/kube-object.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { MADE_BY, TAG } from '../../base/run/names.ts';
import { writeRecord } from '../../base/run/records.ts';
import { brings } from '../../base/strategies.ts';
import { readVolumes } from '../volumes/read-source.ts';
import { targetClaim } from '../volumes/target-claim.ts';
import type { PlannedVolume } from '../volumes/volume-plan.ts';
import { findClaimUsers } from './claim-users.ts';
import { clonesOf } from './clone-of-namespace.ts';
import { type FormerClones, findFormerClones, readPresentClaims } from './find-former.ts';
import type { FormerPlan, Member } from './former.ts';
import { isPruned, leftOversOf } from './left-over.ts';
import {
  beyondNamespaces,
  downtimeFindings,
  leftOverFinding,
  refusedClaim,
  skippedClaim,
  usedByOthers,
} from './refresh-findings.ts';

/** What the plan says of a refresh, beside `replaces` of each volume. */
export interface PlannedRefresh {
  /** Run ids of the clones that this one takes the place of. */
  replaces: string[];
  /** Workloads that are scaled down while their volumes are swapped. */
  scaledDown: { ref: ObjectRef; replicas?: number; minutes: number }[];
  /** What the former clones made and the new one does not have: removed when the new one is verified, or kept. */
  leftOver: { ref: ObjectRef; becomes: 'removed' | 'kept' }[];
}

export interface RefreshPlan {
  refresh: PlannedRefresh;
  volumes: PlannedVolume[];
  /** What the former clones made, by `memberKey`. */
  members: Map<string, Member>;
  findings: Finding[];
}

export interface RefreshInputs {
  clone: Clone;
  request: Request;
  store: ObjectStore;
  api: ClusterApi;
  storage: VolumeStorage;
  volumes: PlannedVolume[];
  /** What the run is going to apply. */
  targets: ObjectRef[];
  /** Source namespaces of the run. */
  namespaces: string[];
}

/** Pods end within their grace period, EBS detaches and attaches in seconds, and new pods take their time to be ready. */
const MINUTES_DOWN = 3;

/**
 * Decides what a refresh swaps and what it leaves, changes nothing, and keeps the decision beside the run's records. A
 * claim, volume or object that no clone of the route made is a blocker; so is a workload that cannot be scaled down.
 */
export async function planRefresh(inputs: RefreshInputs): Promise<RefreshPlan> {
  const { request, api } = inputs;
  const targetNamespaces = inputs.namespaces.map((each) => request.mappings.namespaces[each] ?? each);
  const former = await findFormer(inputs, targetNamespaces);
  const leftOver = leftOversOf(former.members, inputs.targets);
  await keep(inputs, former, leftOver);

  const swapped = new Set(former.swaps.map(({ claim }) => claim));
  const users = await findClaimUsers(api, swapped);
  const leftClaims = leftOver.filter(({ ref }) => ref.kind === 'PersistentVolumeClaim');
  const leftUsers = await findClaimUsers(api, new Set(leftClaims.map(({ ref }) => `${ref.namespace}/${ref.name}`)));
  const volumeOf = new Map(former.swaps.map(({ claim, volumeId }) => [claim, volumeId]));
  return {
    refresh: {
      replaces: former.clones,
      scaledDown: [
        ...users.workloads.map(({ ref, back }) => ({ ref, ...back, minutes: MINUTES_DOWN })),
        ...users.pods.map((pod) => ({ ref: refOf(pod), minutes: MINUTES_DOWN })),
      ],
      leftOver: leftOver.map((member) => ({ ref: member.ref, becomes: isPruned(member) ? 'removed' : 'kept' })),
    },
    volumes: inputs.volumes.map((volume) => {
      const replaces = volumeOf.get(targetClaim(volume.claim, request));
      return replaces ? { ...volume, replaces } : volume;
    }),
    members: former.members,
    findings: [
      ...[...former.refused].map(([claim, why]) => refusedClaim(claim, why)),
      ...former.skipped.map(skippedClaim),
      ...downtimeFindings(users, MINUTES_DOWN),
      ...leftOver.map(leftOverFinding),
      ...usedByOthers(leftUsers, new Set([...former.members.values()].map(({ uid }) => uid))),
      ...beyondNamespaces(former.members.values(), targetNamespaces, former.clones),
    ],
  };
}

interface Found extends FormerClones {
  /** Claims that the former clone copied and the request skips now: their volume would stay under a claim of its own. */
  skipped: string[];
}

async function findFormer(inputs: RefreshInputs, targetNamespaces: string[]): Promise<Found> {
  const { clone, request, store, api, storage, volumes } = inputs;
  const claims = await readPresentClaims(
    api,
    volumes.map(({ claim }) => targetClaim(claim, request)),
  );
  const ids = [...claims.values()].map(({ volumeId }) => volumeId);
  const present = await readVolumes(storage, ids);
  const skips = new Set(volumes.filter((each) => !brings(each)).map((each) => targetClaim(each.claim, request)));
  const moving = new Map([...claims].filter(([claim]) => !skips.has(claim)));
  const wasCopied = (claim: string) => present.get(claims.get(claim)?.volumeId ?? '')?.tags[TAG.madeBy] === MADE_BY;
  const residents = await clonesOf(store, clone.route.target, targetNamespaces);
  const former = await findFormerClones(store, clone, moving, present, residents);
  return { ...former, skipped: [...skips].filter(wasCopied) };
}

async function keep({ clone, store }: RefreshInputs, former: FormerClones, leftOver: Member[]): Promise<void> {
  const keys = keysOf(clone.cloneId).former;
  const plan: FormerPlan = { clones: former.clones, swaps: former.swaps, leftOver };
  await writeRecord(store, keys.members, [...former.members.values()]);
  await writeRecord(store, keys.plan, plan);
}
