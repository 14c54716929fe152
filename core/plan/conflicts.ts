import type { Request } from '../clone/request.ts';
import type { ServedResource } from '../manifests/context.ts';
import type { Finding } from '../manifests/finding.ts';
import { groupOf, type ObjectRef, refText } from '../manifests/kube-object.ts';
import type { ClusterApi } from '../ports/cluster-api.ts';

/** Kinds that every namespace and cluster shares: they are left as they are when the target has them. */
export const isShared = (ref: ObjectRef) => ref.namespace === undefined;

/**
 * Objects of the plan that the target has already, found by one list per kind and namespace, and what that means under
 * `onConflict`. With `fail`, each is a blocker; shared objects of cluster scope are left as they are.
 */
export async function findConflicts(
  api: ClusterApi,
  served: ServedResource[],
  targets: ObjectRef[],
  onConflict: Request['onConflict'],
): Promise<Finding[]> {
  const wanted = new Map<string, ObjectRef[]>();
  for (const ref of targets) {
    const key = `${ref.apiVersion} ${ref.kind} ${ref.namespace ?? ''}`;
    wanted.set(key, [...(wanted.get(key) ?? []), ref]);
  }
  const findings: Finding[] = [];
  for (const refs of wanted.values()) {
    const there = await namesThere(api, served, refs[0]!);
    findings.push(...refs.filter((ref) => there.has(ref.name)).map((ref) => conflict(ref, onConflict)));
  }
  return findings;
}

async function namesThere(api: ClusterApi, served: ServedResource[], ref: ObjectRef): Promise<Set<string>> {
  const resource =
    served.find((each) => each.apiVersion === ref.apiVersion && each.kind === ref.kind) ?? sameGroupKind(served, ref);
  const names = new Set<string>();
  if (!resource) return names;
  for await (const page of api.list(resource, { namespace: ref.namespace }))
    for (const object of page) names.add(object.metadata.name);
  return names;
}

function sameGroupKind(served: ServedResource[], ref: ObjectRef): ServedResource | undefined {
  return served.find((each) => groupOf(each.apiVersion) === groupOf(ref.apiVersion) && each.kind === ref.kind);
}

function conflict(ref: ObjectRef, onConflict: Request['onConflict']): Finding {
  const base = { object: ref, path: '', rule: 'find-conflicts' };
  if (isShared(ref))
    return { ...base, severity: 'info', sentence: `${refText(ref)} is in the target already and is left as it is.` };
  if (onConflict === 'skip')
    return {
      ...base,
      severity: 'warning',
      sentence: `${refText(ref)} is in the target already and is left as it is (onConflict: skip).`,
    };
  if (onConflict === 'update')
    return {
      ...base,
      severity: 'warning',
      sentence: `${refText(ref)} is in the target already and is changed to the source's state (onConflict: update); roll-back does not restore it.`,
    };
  return {
    ...base,
    severity: 'blocker',
    sentence: `${refText(ref)} is in the target already. Map the namespace to another one, remove it, or use onConflict "skip" or "update".`,
  };
}
