import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { administer } from '../../cli/demo/admin.ts';
import { demoInput } from '../../cli/demo/options.ts';
import { isProven } from '../../cli/demo/result.ts';
import { runDemo } from '../../cli/demo/run-demo.ts';
import { refOf } from '../../kube/kube-object.ts';
import type { ServedResource } from '../../kube/served-resource.ts';
import type { Cloud } from '../../local/cloud.ts';
import { realBackend } from './real-backend.ts';

const PODS: ServedResource = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: ['list'] };
/** What the fake kubelets wait for in pods with volumes. */
const ATTACHED = { metadata: { annotations: { 'csi.kubeferry.test/volumes-attached': 'true' } } };

/** Plays the driver of Azure in the target: it says of each pod on a node that its volumes are attached, until the signal is given. */
async function attachAll(cloud: Cloud, signal: AbortSignal): Promise<void> {
  const api = administer(cloud.clusters.target.running);
  while (!signal.aborted) {
    for await (const page of api.list(PODS, { namespace: 'shop' })) {
      const waiting = page.filter(({ spec, metadata }) => {
        const { nodeName } = (spec ?? {}) as { nodeName?: string };
        return nodeName && !metadata.annotations?.['csi.kubeferry.test/volumes-attached'];
      });
      for (const pod of waiting) await api.merge(refOf(pod), ATTACHED, { manager: 'disk.csi.azure.com' });
    }
    await wait(200);
  }
  api.close();
}

describe('the built-in workload between two real control planes, of which one plays AKS', () => {
  let cloud: Cloud | undefined;
  afterAll(() => cloud?.stop());

  it.each<[string, { to?: string; from?: string }]>([
    ['to AKS', { to: 'aks' }],
    ['from AKS', { from: 'aks' }],
  ])('arrives whole %s, by calls that are allowed', async (_, ends) => {
    const steps: string[] = [];
    const tell = (text: string) => void steps.push(text);
    const input = demoInput({ manifests: [], disk: [], mapNamespace: [], strategy: 'auto', ...ends });
    const done = new AbortController();
    let attaching: Promise<void> | undefined;
    const result = await runDemo(input, realBackend(), { step: tell, note: tell, end: () => {} }, (running) => {
      cloud = running;
      if (ends.to) attaching = attachAll(running, done.signal);
    });
    done.abort();
    await attaching;
    expect(result, steps.join('\n')).toMatchObject({
      status: 'SUCCEEDED',
      sourceUnchanged: true,
      different: [],
      objects: { blocked: 0, failed: 0 },
    });
    expect(isProven(result)).toBe(true);
    for (const { database } of result.volumes)
      if (database) expect(database).toMatchObject({ rows: 40_000, integrity: 'ok', sameRows: true });
    // Whether the target may use a key of the source is asked, and is no.
    const refused = cloud?.calls.filter(({ allowed, action }) => !allowed && action !== 'kms:DescribeKey');
    expect(refused).toEqual([]);
    await cloud?.stop();
  });
});
