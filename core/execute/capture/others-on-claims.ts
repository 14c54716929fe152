import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { isRecord, listAt, textAt } from '../../../kube/fields.ts';
import { type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import { brings } from '../../base/strategies.ts';
import { isOfMover } from '../../plan/movers/mover-objects.ts';
import type { Plan } from '../../plan/plan.ts';
import { POD } from './pods-gone.ts';

/** The one invocation that has seen the source at zero: what ended within it ended before the snapshot. */
const ONE_LOOK_MS = 60_000;

/**
 * Pods that have a claim mounted whose data the run brings, and that no scaling ends: those of a Job that a CronJob had begun before it was
 * suspended, of a DaemonSet, or of nobody. The plan has refused those that were there; others come later. `since`: with those that
 * have ended after it (ISO 8601).
 */
export async function othersOnClaims(
  api: ClusterApi,
  store: ObjectStore,
  cloneId: string,
  since?: string,
): Promise<string[]> {
  const plan = await findRecord<Pick<Plan, 'volumes'>>(store, keysOf(cloneId).plan);
  const claims = new Set((plan?.volumes ?? []).filter(brings).map(({ claim }) => claim));
  const found: string[] = [];
  for (const namespace of new Set([...claims].map((claim) => claim.slice(0, claim.indexOf('/')))))
    for await (const page of api.list(POD, { namespace }))
      for (const pod of page) {
        const claim = isOfMover(pod) ? undefined : claimsOf(pod).find((each) => claims.has(each));
        if (claim !== undefined && mayHaveWritten(pod, since)) found.push(`${refText(refOf(pod))} (claim ${claim})`);
      }
  return found;
}

/** Throws NotYet while there are some: what they write is to be in the snapshot. */
export async function othersAreGone(api: ClusterApi, store: ObjectStore, cloneId: string): Promise<void> {
  const [first, ...more] = await othersOnClaims(api, store, cloneId);
  if (first === undefined) return;
  throw new KubeferryError(
    'NotYet',
    `${first}${more.length > 0 ? ` and ${more.length} other pods` : ''} may write to data that is cut over, and no scaling ends it. It is waited for; stop it, or what starts it.`,
  );
}

const claimsOf = (pod: KubeObject): string[] =>
  listAt(pod, 'spec.volumes').flatMap((volume) => {
    const name = textAt(volume, 'persistentVolumeClaim.claimName');
    return name === undefined ? [] : [`${pod.metadata.namespace}/${name}`];
  });

function mayHaveWritten(pod: KubeObject, since: string | undefined): boolean {
  if (!['Succeeded', 'Failed'].includes(textAt(pod, 'status.phase') ?? '')) return true;
  if (since === undefined) return false;
  const ends = listAt(pod, 'status.containerStatuses')
    .filter(isRecord)
    .flatMap((container) => textAt(container, 'state.terminated.finishedAt') ?? []);
  return ends.some((end) => Date.parse(end) > Date.parse(since) + ONE_LOOK_MS);
}
