import { describe, expect, it } from 'vitest';
import type { OwnReference } from '../../../../core/base/request/own-references.ts';
import { ownReferences } from '../../../../core/translate/graph/own-references.ts';
import { ObjectGraph } from '../../../../core/translate/graph/taken-along.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';

type Fields = Record<string, unknown>;
const object = (apiVersion: string, kind: string, name: string, fields: Fields = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
  ...fields,
});
const labelled = (each: KubeObject, labels: Record<string, string>): KubeObject => ({
  ...each,
  metadata: { ...each.metadata, labels },
});
const workload = (name: string, pod: Fields = {}, kind = 'Deployment', more: Fields = {}) =>
  object('apps/v1', kind, name, {
    spec: {
      ...more,
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main' }], ...pod } },
    },
  });
const service = (name: string, app = name) =>
  labelled(object('v1', 'Service', name, { spec: { selector: { app } } }), { of: app });
const ingress = (name: string, services: string[], tls: string[] = []) =>
  object('networking.k8s.io/v1', 'Ingress', name, {
    spec: {
      rules: [{ http: { paths: services.map((each) => ({ backend: { service: { name: each } } })) } }],
      tls: tls.map((secretName) => ({ secretName })),
    },
  });
const config = (name: string) => object('v1', 'ConfigMap', name);
const secret = (name: string) => object('v1', 'Secret', name);

/** What is copied with a workload of these objects: `Kind name` -> why. */
function along(start: KubeObject, others: KubeObject[], own: OwnReference[] = []): Record<string, string> {
  const graph = new ObjectGraph(ownReferences(own));
  for (const each of [start, ...others]) graph.add(each);
  const { apiVersion, kind, metadata } = start;
  const taken = graph.takenAlong({ apiVersion, kind, namespace: metadata.namespace!, name: metadata.name });
  return Object.fromEntries(taken.map(({ ref, why }) => [`${ref.kind} ${ref.name}`, why]));
}

describe('what is copied with a workload', () => {
  it('is all that it refers to, and what that refers to, and nothing else of the namespace', () => {
    const web = workload('web', {
      serviceAccountName: 'runner',
      volumes: [
        { name: 'files', persistentVolumeClaim: { claimName: 'files' } },
        { name: 'settings', configMap: { name: 'settings' } },
      ],
    });
    const runner = object('v1', 'ServiceAccount', 'runner', { imagePullSecrets: [{ name: 'registry' }] });
    const files = object('v1', 'PersistentVolumeClaim', 'files');
    const others = [runner, files, config('settings'), secret('registry'), config('of-others'), workload('api')];
    expect(along(web, others)).toEqual({
      'Deployment web': '',
      'ServiceAccount runner': 'Deployment web refers to it',
      'PersistentVolumeClaim files': 'Deployment web refers to it',
      'ConfigMap settings': 'Deployment web refers to it',
      'Secret registry': 'ServiceAccount runner refers to it',
    });
  });

  it('is what leads to it, scales, guards and watches it', () => {
    const hpa = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
    });
    const budget = object('policy/v1', 'PodDisruptionBudget', 'web', {
      spec: { selector: { matchLabels: { app: 'web' } } },
    });
    const closed = object('networking.k8s.io/v1', 'NetworkPolicy', 'closed', { spec: { podSelector: {} } });
    const monitor = object('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', {
      spec: { selector: { matchLabels: { of: 'web' } } },
    });
    const route = object('networking.istio.io/v1', 'VirtualService', 'web', {
      spec: { http: [{ route: [{ destination: { host: 'web.shop.svc.cluster.local' } }] }] },
    });
    const others = [service('web'), ingress('front', ['web']), hpa, budget, closed, monitor, route, service('api')];
    expect(along(workload('web'), others)).toEqual({
      'Deployment web': '',
      'Service web': 'it selects the pods of Deployment web',
      'HorizontalPodAutoscaler web': 'it refers to Deployment web',
      'PodDisruptionBudget web': 'it selects the pods of Deployment web',
      'NetworkPolicy closed': 'it selects the pods of Deployment web',
      'Ingress front': 'it refers to Service web',
      'ServiceMonitor web': 'it selects Service web',
      'VirtualService web': 'it refers to Service web',
    });
  });

  it('is not the neighbours that share an ingress, a service account or a secret with it', () => {
    const shared = {
      serviceAccountName: 'runner',
      containers: [{ name: 'main', envFrom: [{ secretRef: { name: 'login' } }] }],
    };
    const others = [
      service('web'),
      service('api'),
      workload('api', shared),
      ingress('front', ['web', 'api']),
      ingress('of-api', ['api']),
      object('v1', 'ServiceAccount', 'runner'),
      secret('login'),
    ];
    const taken = Object.keys(along(workload('web', shared), others));
    expect(taken).toEqual(
      expect.arrayContaining(['Service web', 'Ingress front', 'Service api', 'ServiceAccount runner', 'Secret login']),
    );
    expect(taken).not.toContain('Deployment api');
    expect(taken).not.toContain('Ingress of-api');
  });

  it('is what makes its secrets, also those of an ingress that leads to it', () => {
    const made = (apiVersion: string, kind: string, name: string, spec: Fields) =>
      object(apiVersion, kind, name, { spec });
    const others = [
      service('web'),
      ingress('front', ['web'], ['front-tls']),
      secret('front-tls'),
      secret('login'),
      made('cert-manager.io/v1', 'Certificate', 'front', { secretName: 'front-tls', issuerRef: { name: 'ours' } }),
      made('cert-manager.io/v1', 'Issuer', 'ours', { ca: { secretName: 'ca' } }),
      secret('ca'),
      made('external-secrets.io/v1', 'ExternalSecret', 'login', {
        target: { name: 'login' },
        secretStoreRef: { kind: 'SecretStore', name: 'vault' },
      }),
      made('external-secrets.io/v1', 'SecretStore', 'vault', {}),
    ];
    const pod = { containers: [{ name: 'main', envFrom: [{ secretRef: { name: 'login' } }] }] };
    expect(along(workload('web', pod), others)).toMatchObject({
      'ExternalSecret login': 'it refers to Secret login',
      'SecretStore vault': 'ExternalSecret login refers to it',
      'Certificate front': 'it refers to Secret front-tls',
      'Issuer ours': 'Certificate front refers to it',
      'Secret ca': 'Issuer ours refers to it',
    });
  });

  it('is each claim that a StatefulSet has made, and what owns the workload', () => {
    const claim = (name: string) => object('v1', 'PersistentVolumeClaim', name);
    const owner = { apiVersion: 'example.com/v1', kind: 'Database', name: 'orders', uid: 'u' };
    const db = workload('db', {}, 'StatefulSet', {
      serviceName: 'db',
      volumeClaimTemplates: [{ metadata: { name: 'data' } }],
    });
    const owned = { ...db, metadata: { ...db.metadata, ownerReferences: [owner] } };
    const others = [
      claim('data-db-0'),
      claim('data-db-12'),
      claim('data-db-old'),
      claim('data-dbx-0'),
      object('example.com/v1', 'Database', 'orders'),
      service('db'),
    ];
    expect(Object.keys(along(owned, others)).toSorted()).toEqual([
      'Database orders',
      'PersistentVolumeClaim data-db-0',
      'PersistentVolumeClaim data-db-12',
      'Service db',
      'StatefulSet db',
    ]);
  });

  it('is also what the request says of kinds of its own', () => {
    const banner = object('shop.example.com/v1', 'Banner', 'top', {
      spec: { texts: [{ configMap: 'settings' }, { configMap: 'more' }] },
    });
    const row = { from: 'Banner.shop.example.com', field: 'spec.texts.*.configMap', to: 'ConfigMap', serves: true };
    const web = workload('web', { volumes: [{ name: 'settings', configMap: { name: 'settings' } }] });
    const others = [banner, config('settings'), config('more')];
    expect(Object.keys(along(web, others))).toEqual(['Deployment web', 'ConfigMap settings']);
    expect(along(web, others, [row])).toEqual({
      'Deployment web': '',
      'ConfigMap settings': 'Deployment web refers to it',
      'Banner top': 'it refers to ConfigMap settings',
      'ConfigMap more': 'Banner top refers to it',
    });
    expect(Object.keys(along(web, others, [{ ...row, serves: false }]))).not.toContain('Banner top');
  });

  it('ends where things refer to each other', () => {
    const [a, b] = ['a', 'b'].map((name) => object('example.com/v1', 'Any', name));
    const link = (each: KubeObject, to: KubeObject): KubeObject => ({
      ...each,
      metadata: { ...each.metadata, ownerReferences: [{ ...to, name: to.metadata.name, uid: 'u' }] },
    });
    expect(Object.keys(along(link(a!, b!), [link(b!, a!)]))).toEqual(['Any a', 'Any b']);
  });
});
