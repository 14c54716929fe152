import type { ApplyOptions, ApplyOutcome, ClusterApi } from '../../../kube/cluster-api.ts';
import { textAt } from '../../../kube/fields.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { kindKey } from '../../translate/pod-templates.ts';

/**
 * Kinds that hold nothing which goes with the object, so that one that cannot be changed in place may be deleted and made
 * again. Claims, volumes and pods have ways of their own, and nobody knows what a controller does when a custom resource goes.
 */
const MAY_BE_MADE_ANEW: readonly string[] = [
  '/ConfigMap',
  '/ResourceQuota',
  '/Secret',
  '/Service',
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'batch/Job',
  'discovery.k8s.io/EndpointSlice',
  'rbac.authorization.k8s.io/RoleBinding',
  'resource.k8s.io/ResourceClaimTemplate',
];

/** Whether a refresh may delete an object of that kind to make it again. */
export const mayBeMadeAnew = (ref: ObjectRef | KubeObject) => MAY_BE_MADE_ANEW.includes(kindKey(ref));

/**
 * The words of API servers for a field that may not be changed (apimachinery validation, apps, core, rbac and batch registries).
 * A Service that was headless is told that a node port and its former `None` do not go together.
 */
const UNCHANGEABLE =
  /\bimmutable\b|may not (?:be )?change|may not be set to 'None'|can ?not (?:be )?(?:change|unset)|updates to \w+ spec .*forbidden|may not be modified/i;

/** Whether a server refuses an object for a field that cannot be changed in place. */
export const isUnchangeable = (error: unknown): error is KubeferryError =>
  error instanceof KubeferryError && error.name === 'ApplyFailed' && UNCHANGEABLE.test(error.message);

/** Why an object of a former clone must not be deleted to be re-created; undefined when it may. */
export function whyNotRecreated(there: KubeObject): string | undefined {
  if (!mayBeMadeAnew(there)) return `nobody knows what goes with a ${there.kind} that is deleted`;
  return textAt(there, 'spec.persistentVolumeClaimRetentionPolicy.whenDeleted') === 'Delete'
    ? 'its claims, and their data, would go with it (persistentVolumeClaimRetentionPolicy.whenDeleted: Delete)'
    : undefined;
}

/**
 * Applies an object, of which our manager adopts first what it has written by a POST: else what the new state leaves out would
 * stay. A dry run adopts nothing. Throws ApplyFailed as for a field that cannot be changed where the server agrees and keeps what it
 * has: an update that leaves the address of a Service out keeps that of before, `None` as well (pkg/registry/core/service,
 * `patchAllocatedValues`).
 */
export async function applyInPlace(
  api: ClusterApi,
  object: KubeObject,
  options: ApplyOptions,
): Promise<{ object: KubeObject; outcome: ApplyOutcome }> {
  const { manager, uid, dryRun } = options;
  if (!dryRun) await api.adoptFields(refOf(object), { manager, uid });
  const applied = await api.apply(object, options);
  if (!isHeadless(applied.object) || isHeadless(object)) return applied;
  const text = `${refText(refOf(object))} stays headless: an update leaves spec.clusterIP "None" unchanged, so it is immutable`;
  throw new KubeferryError('ApplyFailed', `${text}.`);
}

/** A Service whose name leads to its pods, and that has no address of its own. */
export const isHeadless = (object: KubeObject) =>
  kindKey(object) === '/Service' && textAt(object, 'spec.clusterIP') === 'None';

/**
 * Deletes the object of that uid and applies the new one in its place. Throws NotYet while the old one is going: it is
 * applied, and refused, again then. Answers undefined, and changes nothing, where it may not be re-created.
 */
export async function recreate(
  api: ClusterApi,
  object: KubeObject,
  uid: string | undefined,
): Promise<{ object: KubeObject; outcome: ApplyOutcome } | undefined> {
  const ref = refOf(object);
  const there = await api.get(ref);
  if (there && (there.metadata.uid !== uid || whyNotRecreated(there))) return undefined;
  if (there) await api.delete(ref, { uid });
  const left = await api.get(ref);
  if (left?.metadata.deletionTimestamp)
    throw new KubeferryError(
      'NotYet',
      `${refText(ref)} is re-created, and the former one is still being deleted. If this lasts, look at its finalizers.`,
    );
  return api.apply(object, { manager: FIELD_MANAGER, force: true });
}
