import { setTimeout as sleep } from 'node:timers/promises';
import { notReady } from '../../core/apply/readiness.ts';
import type { KubeObject } from '../../core/manifests/kube-object.ts';
import type { ClusterApi } from '../../core/ports/cluster-api.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];
const DEADLINE_MS = 60_000;

/**
 * Waits until the loaded workloads run and their claims are bound, so that there is something to clone. Answers what is
 * not ready after a minute: a workload that cannot run at the source is cloned as it is.
 */
export async function waitForSource(
  api: ClusterApi,
  namespaces: string[],
  settled: () => Promise<void>,
): Promise<string[]> {
  const started = Date.now();
  for (;;) {
    const late = await notReadyYet(api, namespaces);
    if (late.length === 0 || Date.now() - started > DEADLINE_MS) {
      await settled();
      return late;
    }
    await sleep(250);
  }
}

async function notReadyYet(api: ClusterApi, namespaces: string[]): Promise<string[]> {
  const late: string[] = [];
  for (const resource of (await api.discover()).resources.filter(
    (each) => each.apiVersion === 'apps/v1' && WORKLOADS.includes(each.kind),
  )) {
    for (const namespace of namespaces) {
      for await (const page of api.list(resource, { namespace })) late.push(...page.flatMap(problemOf));
    }
  }
  return late;
}

function problemOf(object: KubeObject): string[] {
  const reason = notReady(object);
  return reason ? [`${object.kind} ${object.metadata.namespace}/${object.metadata.name}: ${reason}`] : [];
}
