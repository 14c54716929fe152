import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyInPlace, isUnchangeable, recreate } from '../../core/plan/refresh/unchangeable.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../kube/kube-object.ts';

const BY_US = { manager: 'kubeferry', force: true };

const named = (apiVersion: string, kind: string, fields: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'remade', namespace: 'default' },
  ...fields,
});
const template = (app: string, restartPolicy?: string) => ({
  metadata: { labels: { app } },
  spec: {
    containers: [{ name: 'main', image: 'registry.example/main:1' }],
    ...(restartPolicy ? { restartPolicy } : {}),
  },
});
const workload = (kind: string, app: string, more: object = {}) =>
  named('apps/v1', kind, { spec: { selector: { matchLabels: { app } }, template: template(app), ...more } });
const binding = (role: string) =>
  named('rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'default' }],
  });
const service = (spec: object) =>
  named('v1', 'Service', { spec: { selector: { app: 'db' }, ports: [{ port: 5432 }], ...spec } });

const quota = (scope: string) => named('v1', 'ResourceQuota', { spec: { hard: { pods: '9' }, scopes: [scope] } });

/** Two states of one object that no server leads from one to the other. */
const PAIRS: [string, KubeObject, KubeObject][] = [
  [
    'an immutable ConfigMap',
    named('v1', 'ConfigMap', { immutable: true, data: { level: 'one' } }),
    named('v1', 'ConfigMap', { immutable: true, data: { level: 'two' } }),
  ],
  [
    'an immutable Secret',
    named('v1', 'Secret', { immutable: true, data: { key: 'b25l' } }),
    named('v1', 'Secret', { immutable: true, data: { key: 'dHdv' } }),
  ],
  [
    'a Secret of another type',
    named('v1', 'Secret', { type: 'Opaque', data: { key: 'b25l' } }),
    named('v1', 'Secret', { type: 'example.com/other', data: { key: 'b25l' } }),
  ],
  ['a Service that becomes headless', service({}), service({ clusterIP: 'None' })],
  ['a headless Service that gets an address', service({ clusterIP: 'None' }), service({})],
  ['a headless Service that gets a node port', service({ clusterIP: 'None' }), service({ type: 'NodePort' })],
  ['a ResourceQuota of another scope', quota('Terminating'), quota('NotTerminating')],
  ['a Deployment with another selector', workload('Deployment', 'old'), workload('Deployment', 'new')],
  ['a DaemonSet with another selector', workload('DaemonSet', 'old'), workload('DaemonSet', 'new')],
  [
    'a StatefulSet of another Service',
    workload('StatefulSet', 'db', { serviceName: 'old' }),
    workload('StatefulSet', 'db', { serviceName: 'new' }),
  ],
  [
    'a Job with another template',
    named('batch/v1', 'Job', { spec: { suspend: true, template: template('old', 'Never') } }),
    named('batch/v1', 'Job', { spec: { suspend: true, template: template('new', 'OnFailure') } }),
  ],
  ['a binding to another role', binding('view'), binding('edit')],
];

/** What a server refuses to change in place, in its own words, and what re-creating it comes to; the same on a real one. */
export function unchangeableSuite(
  name: string,
  open: () => Promise<{ api: ClusterApi; close: () => Promise<unknown> | undefined }>,
): void {
  describe(`what cannot be changed in place: ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    // Promise: refresh-recreates
    it.each(PAIRS)('%s is refused, and re-created', async (_, before, after) => {
      const { api } = opened;
      const { object: former } = await api.apply(before, BY_US);
      const refusal = await applyInPlace(api, after, { ...BY_US, dryRun: true }).then(
        () => 'it was taken',
        (error: unknown) => error,
      );
      expect(isUnchangeable(refusal), String(refusal)).toBe(true);
      const { object: made } = await recreated(api, after, former.metadata.uid);
      expect(made.metadata.uid).not.toBe(former.metadata.uid);
      await api.delete(refOf(after));
      await expect.poll(() => api.get(refOf(after)), { timeout: 10_000 }).toBeUndefined();
    });

    it('takes what can be changed for no such refusal', async () => {
      const refusal = await opened.api.apply(service({ ports: [{ port: 0 }] }), BY_US).catch((error: unknown) => error);
      expect(isUnchangeable(refusal)).toBe(false);
      expect(String(refusal)).toContain('1');
    });
  });
}

async function recreated(api: ClusterApi, object: KubeObject, uid: string | undefined) {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await recreate(api, object, uid))!;
    } catch (error) {
      if ((error as Error).name !== 'NotYet' || attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
