import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { refText } from '../../../kube/kube-object.ts';
import { claimRef } from '../../base/claim-ref.ts';
import type { ClaimUsers } from './claim-users.ts';
import type { Member } from './former.ts';
import { isPruned } from './left-over.ts';

const RULE = 'plan-refresh';
const about = findingsBy(RULE);

export function refusedClaim(claim: string, why: string): Finding {
  return about(
    claimRef(claim),
    'blocker',
    `Claim ${claim} of the target cannot be refreshed: ${why}. Remove the claim if its data is not needed, skip it with volumes.claims, or map the namespace to another one.`,
  );
}

export function skippedClaim(claim: string): Finding {
  return about(
    claimRef(claim),
    'blocker',
    `Claim ${claim} was copied by the former clone, and the request skips it now. Copy it again, keep it out with selection.excludeKinds, or roll the former clone back first.`,
  );
}

export function downtimeFindings({ workloads, pods, unscalable }: ClaimUsers, minutes: number): Finding[] {
  return [
    ...workloads.map(({ ref, back }) =>
      about(
        ref,
        'warning',
        `${refText(ref)} is ${'replicas' in back ? 'scaled down' : 'suspended'} for about ${minutes} minutes while its volumes are swapped.`,
      ),
    ),
    ...pods.map(({ apiVersion, kind, metadata: { name, namespace } }) => {
      const ref = { apiVersion, kind, ...(namespace ? { namespace } : {}), name };
      return about(
        ref,
        'warning',
        `${refText(ref)} is deleted and made again, about ${minutes} minutes later, while its volumes are swapped.`,
      );
    }),
    ...unscalable.map(({ ref, why }) =>
      about(
        ref,
        'blocker',
        `${refText(ref)} mounts a claim that is to be refreshed and cannot be scaled down: ${why}. Scale it down yourself, or leave its claims out.`,
      ),
    ),
  ];
}

export function leftOverFinding(member: Member): Finding {
  const text = refText(member.ref);
  return isPruned(member)
    ? about(
        member.ref,
        'warning',
        `${text} was made by the former clone and is no part of the new one: it is removed when the new one is verified.`,
      )
    : about(member.ref, 'info', `${text} was made by the former clone and is kept, since others may use it by now.`);
}

/** Claims that go with the former clone, and that somebody else's pods mount. */
export function usedByOthers({ workloads, pods, unscalable }: ClaimUsers, uids: ReadonlySet<string>): Finding[] {
  const others = [
    ...workloads.filter(({ uid }) => !uids.has(uid)).map(({ ref }) => ref),
    ...pods
      .filter(({ metadata }) => !uids.has(metadata.uid ?? ''))
      .map(({ apiVersion, kind, metadata: { name, namespace } }) => ({
        apiVersion,
        kind,
        ...(namespace ? { namespace } : {}),
        name,
      })),
    ...unscalable.map(({ ref }) => ref),
  ];
  return others.map((ref) =>
    about(
      ref,
      'blocker',
      `${refText(ref)} was not made by a clone and mounts a claim of the former clone that the source no longer has, and that would be removed. Point it at another claim, or remove it.`,
    ),
  );
}

/** A clone is refreshed as a whole, or what is elsewhere would belong to nobody. */
export function beyondNamespaces(members: Iterable<Member>, namespaces: string[], clones: string[]): Finding[] {
  const others = new Set(
    [...members].flatMap(({ ref }) => ref.namespace ?? []).filter((each) => !namespaces.includes(each)),
  );
  return [...others].map((namespace) =>
    about(
      { apiVersion: 'v1', kind: 'Namespace', name: namespace },
      'blocker',
      `The former clone (${clones.join(', ')}) is in namespace "${namespace}" as well, which this run leaves out. Select the same namespaces again, or roll the former clone back first.`,
    ),
  );
}
