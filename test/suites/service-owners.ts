import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { translateObject } from '../../core/translate/pipeline.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { fieldAt, textAt } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { contextFor } from '../core/translate/support.ts';

const service = (name: string, spec: Record<string, unknown>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: { selector: { app: name }, ...spec },
});

/** What a server notes about who asked for an address or a port, and what a translation makes of it; the same on a real one. */
export function serviceOwnersSuite(name: string, open: () => Promise<{ api: ClusterApi; close: () => unknown }>): void {
  describe(`owners of a Service's addresses: ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    const made = async (given: KubeObject) => (await opened.api.create(given, { manager: 'helm' }))!;
    const owned = (object: KubeObject) =>
      (object.metadata.managedFields ?? []).flatMap((entry) => Object.keys(fieldAt(entry, 'fieldsV1.f:spec') ?? {}));
    const ports = [
      { name: 'http', port: 80, nodePort: 30_080 },
      { name: 'https', port: 443 },
    ];

    it('are those that were asked for, and a chosen node port goes to the target alone', async () => {
      const edge = await made(service('edge', { type: 'NodePort', ports }));
      expect(fieldAt(edge, 'spec.ports.1.nodePort')).toBeGreaterThan(30_000);
      expect(owned(edge)).not.toEqual(expect.arrayContaining([expect.stringMatching(/clusterIP|ipFamil/)]));
      // An editor sends everything back that it was given.
      const ref = { apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'edge' };
      const edited = await opened.api.merge(
        ref,
        { metadata: { labels: { edited: 'yes' } }, spec: edge.spec },
        { manager: 'kubectl-edit' },
      );
      for (const object of [edge, edited]) {
        const target = translateObject(object, contextFor([object])).object!;
        expect(fieldAt(target, 'spec.ports.0.nodePort')).toBe(30_080);
        expect(fieldAt(target, 'spec.ports.1.nodePort')).toBeUndefined();
        expect(fieldAt(target, 'spec.clusterIP')).toBeUndefined();
      }
    });

    it('have an address only where somebody chose it, which is named then', async () => {
      const free = await made(service('allocated', { ports: [{ port: 80 }] }));
      const address = textAt(free, 'spec.clusterIP')!;
      await opened.api.delete({ apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'allocated' });
      const chosen = await made(service('chosen', { clusterIP: address, ports: [{ port: 80 }] }));
      const about = (object: KubeObject) =>
        translateObject(object, contextFor([object])).findings.filter(({ path }) => path === '/spec/clusterIP');
      expect(about(free)).toEqual([]);
      expect(about(chosen)).toMatchObject([{ severity: 'warning', current: address }]);
    });
  });
}
