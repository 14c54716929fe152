import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import { mayStayPending, notReady } from '../../../kube/readiness.ts';
import { KubeferryError, type Problem } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readShards, ShardWriter, writeRecord } from '../../base/run/records.ts';
import { readDigestKey } from '../../plan/contents/digest-key.ts';
import { whyOperatorWaits } from '../../translate/recipes/readiness.ts';
import { volumeSourceOf } from '../../translate/volume-source.ts';
import { enoughPods } from './enough-pods.ts';
import { type LeftObject, leftFields } from './left-fields.ts';
import { lookUp } from './look-up.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];

export interface Verified {
  objects: number;
  workloads: number;
  volumes: number;
}

/**
 * Compares the target with what was applied: every object is there, claims are bound to the volumes that were made for
 * them, workloads are ready, or at least as ready as at the source. Throws VerificationFailed for what will not heal (an object is gone, a claim has another
 * volume), NotYet for what may. What is found good is recorded as such, with digests of all fields that were applied.
 */
export async function verifyClone(api: ClusterApi, store: ObjectStore, cloneId: string): Promise<Verified> {
  const verified: Verified = { objects: 0, workloads: 0, volumes: 0 };
  const wrong: Problem[] = [];
  const late: Problem[] = [];
  const enough = await enoughPods(store, cloneId);
  const key = await readDigestKey(store);
  const { resources: served } = await api.discover();
  const left = new ShardWriter(store, keysOf(cloneId).left);
  for await (const intended of readShards<KubeObject>(store, keysOf(cloneId).allTranslated)) {
    const found = await lookUp(api, served, intended);
    for (const [at, object] of intended.entries())
      judge(object, found[at], enough.get(refText(refOf(object))), verified, wrong, late);
    await left.add(leftOf(key, intended, found));
  }
  const list = (problems: Problem[]) =>
    problems
      .slice(0, 5)
      .map(({ at, message }) => `${at}: ${message}`)
      .join('; ');
  if (wrong.length > 0)
    throw new KubeferryError('VerificationFailed', `The clone is not what was planned: ${list(wrong)}.`, {
      problems: wrong,
    });
  if (late.length > 0)
    throw new KubeferryError('NotYet', `${late.length} objects are not ready: ${list(late)}.`, { problems: late });
  await left.close();
  await writeRecord(store, keysOf(cloneId).verified, verified);
  return verified;
}

const leftOf = (key: Uint8Array, intended: readonly KubeObject[], found: readonly (KubeObject | undefined)[]) =>
  intended.flatMap((object, at): LeftObject[] => {
    const there = found[at];
    return there ? [{ ref: refOf(object), fields: leftFields(key, object, there) }] : [];
  });

function judge(
  intended: KubeObject,
  found: KubeObject | undefined,
  enough: number | undefined,
  verified: Verified,
  wrong: Problem[],
  late: Problem[],
): void {
  const at = refText(refOf(intended));
  if (!found) {
    wrong.push({ at, message: 'it was applied and does not exist' });
    return;
  }
  verified.objects += 1;
  if (WORKLOADS.includes(found.kind)) verified.workloads += 1;
  if (found.kind === 'PersistentVolume') {
    const [want, have] = [volumeSourceOf(intended).volumeId, volumeSourceOf(found).volumeId];
    if (want !== have) wrong.push({ at, message: `it is on volume ${have || 'none'} of EBS, planned was ${want}` });
  }
  if (found.kind === 'PersistentVolumeClaim') {
    if (mayStayPending(intended)) return;
    const [want, have] = [volumeOf(intended), volumeOf(found)];
    if (want !== have) wrong.push({ at, message: `it is bound to volume ${have ?? 'none'}, planned was ${want}` });
    verified.volumes += 1;
  }
  // What was not ready at the source is not waited for.
  const reason = notReady(found, enough) ?? (enough === undefined ? whyOperatorWaits(found) : undefined);
  if (reason) late.push({ at, message: reason });
}

const volumeOf = (claim: KubeObject) => (claim.spec as { volumeName?: string } | undefined)?.volumeName;
