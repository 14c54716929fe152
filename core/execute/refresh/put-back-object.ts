import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { isRecord } from '../../../kube/fields.ts';
import { type KubeObject, type OwnerReference, refOf } from '../../../kube/kube-object.ts';
import { withMarkOf } from '../../base/run/made-by-run.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { applyInPlace, isHeadless, isUnchangeable, recreate } from '../../plan/refresh/unchangeable.ts';
import { kindKey } from '../../translate/pod-templates.ts';
import { livingOwners, withLivingOwners } from '../owners/living-owners.ts';

/**
 * Makes an object what it was: first what the former clone applied, so that the fields are owned as they were, then
 * whatever else somebody had written into it. One that is gone by now is made again, and so is one that the run had made
 * again, which throws NotYet while that one is going. Answers whether it has another uid than it had.
 */
export async function putBackObject(
  api: ClusterApi,
  was: KubeObject,
  applied: KubeObject | undefined,
): Promise<{ isRecreated: boolean }> {
  const ref = refOf(was);
  const isRecreated = (uid: string | undefined) => ({ isRecreated: uid !== was.metadata.uid });
  try {
    return isRecreated(await changeBack(api, was, applied));
  } catch (error) {
    const uid = (await api.get(ref))?.metadata.uid;
    const isOfTheRun = uid !== undefined && uid !== was.metadata.uid;
    if (
      !isOfTheRun ||
      !isUnchangeable(error) ||
      !(await recreate(api, applied ? withMarkOf(was, applied) : await bareOf(api, was), uid))
    )
      throw error;
    return isRecreated(await changeBack(api, was, applied));
  }
}

/** Answers the uid that the object has then. */
async function changeBack(
  api: ClusterApi,
  was: KubeObject,
  applied: KubeObject | undefined,
): Promise<string | undefined> {
  const ref = refOf(was);
  if (applied) await applyInPlace(api, withMarkOf(was, applied), { manager: FIELD_MANAGER, force: true });
  const found = await api.get(ref);
  if (!found) {
    const made = await api.create(await bareOf(api, was), { manager: FIELD_MANAGER });
    return (made ?? (await api.get(ref)))?.metadata.uid;
  }
  const { metadata } = found;
  const owners = metadata.ownerReferences ?? [];
  const lost = (await livingOwners(api, was)).filter(({ uid }) => !owners.some((owner) => owner.uid === uid));
  const patch = patchTo(
    written(withAddressOf(found, was), lost.length > 0 && !owners.some(isController) ? [...owners, ...lost] : owners),
    written(found, owners),
  );
  if (patch) await api.merge(ref, patch, { manager: FIELD_MANAGER });
  return metadata.uid;
}

/** A Service that was made again has another address, which no server changes; what asks for `None` has got it. */
function withAddressOf(found: KubeObject, was: KubeObject): KubeObject {
  if (kindKey(was) !== '/Service' || found.metadata.uid === was.metadata.uid || isHeadless(was)) return was;
  const { clusterIP, clusterIPs } = found.spec as Record<string, unknown>;
  return { ...was, spec: { ...(was.spec as object), clusterIP, clusterIPs } };
}

/** A manifest that a server takes: without what it sets by itself. */
export function bare(object: KubeObject): KubeObject {
  const { status: _, metadata, ...content } = object;
  const { uid, resourceVersion, generation, creationTimestamp, managedFields, deletionTimestamp, selfLink, ...kept } =
    metadata;
  return { ...content, apiVersion: object.apiVersion, kind: object.kind, metadata: kept as KubeObject['metadata'] };
}

/** A pod without its node: the scheduler looks for one again, beside its volumes. */
export function unplaced(pod: KubeObject): KubeObject {
  const { nodeName: _, ...spec } = pod.spec as Record<string, unknown>;
  return { ...bare(pod), spec };
}

/** What people and tools write into an object. */
function written({ status: _, metadata, ...content }: KubeObject, owners: OwnerReference[]): Record<string, unknown> {
  const { labels = {}, annotations = {}, finalizers = [] } = metadata;
  return { ...content, metadata: { labels, annotations, finalizers, ownerReferences: owners } };
}

/** Whoever controls it by now keeps it. */
const isController = ({ controller }: OwnerReference) => controller === true;

/** A reference to an owner that is gone would be the end of the object. */
const bareOf = async (api: ClusterApi, was: KubeObject) => bare(await withLivingOwners(api, was));

/** The JSON merge patch (RFC 7386) that makes `now` of what is there; undefined when nothing differs. */
function patchTo(now: Record<string, unknown>, there: Record<string, unknown>): Record<string, unknown> | undefined {
  const patch: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(now), ...Object.keys(there)])) {
    const [want, have] = [now[name], there[name]];
    if (isRecord(want) && isRecord(have)) {
      const inner = patchTo(want, have);
      if (inner) patch[name] = inner;
    } else if (JSON.stringify(want) !== JSON.stringify(have)) patch[name] = want ?? null;
  }
  return Object.keys(patch).length > 0 ? patch : undefined;
}
