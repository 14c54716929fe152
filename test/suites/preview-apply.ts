import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { previewApply } from '../../core/plan/drift/preview-apply.ts';
import { applyInPlace } from '../../core/plan/refresh/unchangeable.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../kube/kube-object.ts';

const BY_US = { manager: 'kubeferry' };

interface Wish {
  labels?: Record<string, string>;
  env?: { name: string; value: string }[];
  ports?: { containerPort: number; name: string }[];
  replicas?: number;
}

const workload = (name: string, { labels = {}, env, ports, replicas }: Wish): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default', labels },
  spec: {
    ...(replicas === undefined ? {} : { replicas }),
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [
          { name: 'web', image: 'registry.example/web:1', ...(env ? { env } : {}), ...(ports ? { ports } : {}) },
        ],
      },
    },
  },
});

const A = { name: 'A', value: '1' };
const B = { name: 'B', value: '2' };

/** Whether what is said beforehand of a refresh is what the refresh does, on objects that were made by a POST. */
export function previewApplySuite(name: string, open: () => Promise<{ api: ClusterApi; close: () => unknown }>): void {
  describe(`what an apply would change of an object that a POST made: ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    const cases: [string, Wish, Wish][] = [
      ['a label that the source has no more', { labels: { a: '1', b: '2' } }, { labels: { a: '1' } }],
      ['the last label', { labels: { a: '1' } }, {}],
      ['one variable of two', { env: [A, B] }, { env: [B] }],
      ['every variable and port', { env: [A], ports: [{ containerPort: 80, name: 'http' }] }, {}],
      ['a number that has a default', { replicas: 4 }, {}],
      ['nothing', { env: [A], replicas: 2 }, { env: [A], replicas: 2 }],
    ];
    it.each(cases)('%s', async (title, before, after) => {
      const named = title.replaceAll(' ', '-').toLowerCase();
      const made = (await opened.api.create(workload(named, before), BY_US))!;
      const wanted = workload(named, after);
      const said = await previewApply(opened.api, made, wanted);
      const { object } = await applyInPlace(opened.api, wanted, { ...BY_US, force: true });
      expect({ spec: said.spec, labels: said.metadata.labels ?? {} }).toEqual({
        spec: object.spec,
        labels: object.metadata.labels ?? {},
      });
    });

    it('leaves what somebody else has written beside it', async () => {
      const made = (await opened.api.create(workload('shared', { labels: { a: '1', b: '2' } }), BY_US))!;
      const edited = await opened.api.merge(
        refOf(made),
        { metadata: { labels: { c: '3' } } },
        { manager: 'kubectl-edit' },
      );
      const said = await previewApply(opened.api, edited, workload('shared', { labels: { a: '1' } }));
      expect(said.metadata.labels).toEqual({ a: '1', c: '3' });
    });
  });
}
