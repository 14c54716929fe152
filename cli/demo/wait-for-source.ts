import { setTimeout as sleep } from 'node:timers/promises';
import { findClaimUsers } from '../../core/plan/refresh/claim-users.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { notReady } from '../../kube/readiness.ts';
import { hopelessClaims } from './hopeless-claims.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];
const DEADLINE_MS = 60_000;

/**
 * Waits until the loaded workloads run and their claims are bound, so that there is something to clone. Answers what is
 * not ready after a minute, or at once where it mounts a claim that nothing will bind: a workload that cannot run at the
 * source is cloned as it is.
 */
export async function waitForSource(
  api: ClusterApi,
  namespaces: string[],
  settled: () => Promise<void>,
): Promise<string[]> {
  const started = Date.now();
  for (;;) {
    const late = await notReadyYet(api, namespaces);
    const hopeless = late.length === 0 ? NONE : await hopelessClaims(api, namespaces);
    if (Date.now() - started > DEADLINE_MS || (await areAllWaiting(api, late, hopeless))) {
      await settled();
      return [...hopeless.values(), ...late.map(({ sentence }) => sentence)];
    }
    await sleep(250);
  }
}

const NONE: ReadonlyMap<string, string> = new Map();

interface Late {
  uid: string;
  sentence: string;
}

/** Whether nothing is left to wait for: whatever is late mounts a claim that will never be bound. */
async function areAllWaiting(api: ClusterApi, late: Late[], hopeless: ReadonlyMap<string, string>): Promise<boolean> {
  if (late.length === 0 || hopeless.size === 0) return late.length === 0;
  const { workloads, unscalable } = await findClaimUsers(api, new Set(hopeless.keys()));
  const waiting = new Set(workloads.map(({ uid }) => uid));
  const isWaiting = ({ sentence }: Late) =>
    unscalable.some(({ ref }) => sentence.startsWith(`${ref.kind} ${ref.namespace}/${ref.name}:`));
  return late.every((each) => waiting.has(each.uid) || isWaiting(each));
}

async function notReadyYet(api: ClusterApi, namespaces: string[]): Promise<Late[]> {
  const late: Late[] = [];
  for (const resource of (await api.discover()).resources.filter(
    (each) => each.apiVersion === 'apps/v1' && WORKLOADS.includes(each.kind),
  )) {
    for (const namespace of namespaces) {
      for await (const page of api.list(resource, { namespace })) late.push(...page.flatMap(problemOf));
    }
  }
  return late;
}

function problemOf(object: KubeObject): Late[] {
  const reason = notReady(object);
  const { uid = '', namespace, name } = object.metadata;
  return reason ? [{ uid, sentence: `${object.kind} ${namespace}/${name}: ${reason}` }] : [];
}
