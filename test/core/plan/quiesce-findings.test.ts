import { describe, expect, it } from 'vitest';
import { readReactions } from '../../../core/plan/quiesce/read-reactions.ts';
import { quiesceFindings } from '../../../core/plan/quiesce-findings.ts';
import type { PlannedVolume } from '../../../core/plan/volumes/volume-plan.ts';
import type { KubeObject, OwnerReference } from '../../../kube/kube-object.ts';
import { memoryCluster } from '../../memory/cluster-api.ts';
import { CUT_OVER, namespace, requestFor } from '../execute/capture/some-source.ts';

const make = (apiVersion: string, kind: string, name: string, spec: object, metadata: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', ...metadata },
  spec,
});
const ownedBy = (kind: string, name: string, uid: string): { ownerReferences: OwnerReference[] } => ({
  ownerReferences: [{ apiVersion: 'v1', kind, name, uid, controller: true }],
});
const mounting = (...claims: string[]) => ({
  volumes: claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } })),
});
const set = (spec: object = {}, metadata: object = {}) =>
  make('apps/v1', 'StatefulSet', 'db', { replicas: 1, ...spec }, metadata);
const DELETES = { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Delete' } };

const KEDA: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'scaledobjects.keda.sh' },
  spec: {
    group: 'keda.sh',
    scope: 'Namespaced',
    names: { kind: 'ScaledObject', plural: 'scaledobjects' },
    versions: [{ name: 'v1alpha1', served: true }],
  },
};
const scaledObject = (annotations: Record<string, string> = {}) =>
  make(
    'keda.sh/v1alpha1',
    'ScaledObject',
    'queue',
    { scaleTargetRef: { kind: 'StatefulSet', name: 'db' } },
    { annotations },
  );
const autoscaler = (spec: object) =>
  make('autoscaling/v2', 'HorizontalPodAutoscaler', 'db', {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' },
    maxReplicas: 3,
    ...spec,
  });

/** `severity: sentence` of what a quiesce, or a cut-over, of such a source is told; claim shop/data is copied. */
async function told(objects: KubeObject[], cutOver = false): Promise<string[]> {
  const request = requestFor(cutOver ? CUT_OVER : {});
  const custom = objects.some(({ kind }) => kind === 'ScaledObject') ? [KEDA] : [];
  const created = memoryCluster({ objects: [namespace('shop'), ...custom] });
  const uids = new Map<string, string>();
  for (const object of objects) {
    const { ownerReferences: owners = [] } = object.metadata;
    for (const owner of owners) owner.uid = uids.get(owner.name) ?? owner.uid;
    const made = await created.create(object, { manager: 'somebody' });
    uids.set(object.metadata.name, made?.metadata.uid ?? '');
  }
  const volumes = [{ claim: 'shop/data', strategy: 'share-and-copy' } as PlannedVolume];
  const findings = quiesceFindings(await readReactions(created, request, ['shop']), request, volumes);
  return findings.map(({ severity, sentence }) => `${severity}: ${sentence}`);
}

describe('a plan that scales the source to zero', () => {
  // Promise: source-claims-kept
  it('says of a StatefulSet that deletes its claims what the run does about it', async () => {
    expect(await told([set(DELETES)])).toEqual([
      expect.stringMatching(
        /^warning: apps\/v1 StatefulSet shop\/db deletes the claims.*sets that to Retain before it/,
      ),
    ]);
  });

  // Promise: source-claims-kept
  it.each<[string, object]>([
    ['Argo CD', { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/StatefulSet:shop/db' } }],
    ['Flux', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'shop' } }],
    ['Cluster pg', { ownerReferences: [{ apiVersion: 'v1', kind: 'Cluster', name: 'pg', uid: 'x' }] }],
    ['some-operator', { labels: { 'app.kubernetes.io/managed-by': 'some-operator' } }],
  ])('is blocked where %s may bring the deletion of claims back', async (manager, metadata) => {
    expect(await told([set(DELETES, metadata)])).toEqual([
      expect.stringMatching(new RegExp(`^blocker: .*${manager}.*may put it back.*Set it to Retain there`)),
      expect.stringMatching(/^warning: .*may scale it back/),
    ]);
    expect(await told([set({}, metadata)])).toEqual([expect.stringMatching(/^warning: .*may scale it back/)]);
  });

  it('says nothing of Helm, which changes nothing by itself, nor of a disruption budget', async () => {
    const labels = { 'app.kubernetes.io/managed-by': 'Helm' };
    const budget = make('policy/v1', 'PodDisruptionBudget', 'db', { minAvailable: 1 });
    expect(await told([set({}, { labels }), budget], true)).toEqual([]);
  });

  // Promise: source-claims-kept
  it('is blocked by a claim that goes with its pod, and warns of an ephemeral one', async () => {
    const pod = (spec: object) => make('v1', 'Pod', 'db-0', spec, ownedBy('StatefulSet', 'db', ''));
    const claim = (name: string) => make('v1', 'PersistentVolumeClaim', name, {}, ownedBy('Pod', 'db-0', ''));
    const spec = { volumes: [{ name: 'tmp', ephemeral: {} }] };
    expect(await told([set(), pod(spec), claim('db-0-tmp'), claim('data')])).toEqual([
      expect.stringMatching(/^blocker: v1 PersistentVolumeClaim shop\/data belongs to pod db-0/),
      expect.stringMatching(/^warning: v1 PersistentVolumeClaim shop\/db-0-tmp is an ephemeral volume of pod db-0/),
    ]);
  });

  it('names what scales up from zero, with the command that pauses it, and blocks a cut-over', async () => {
    const pause = /kubectl --namespace shop annotate scaledobject queue autoscaling.keda.sh\/paused=true\.$/;
    const keda = [set(), scaledObject()];
    expect(await told(keda)).toEqual([expect.stringMatching(pause)]);
    expect(await told(keda, true)).toEqual([expect.stringMatching(/^blocker: .*ScaledObject shop\/queue scales/)]);
    const hpa = [set(), autoscaler({ minReplicas: 0 })];
    expect(await told(hpa, true)).toEqual([expect.stringMatching(/^blocker: .*patch hpa db/)]);
  });

  it.each<[string, KubeObject]>([
    ['a HorizontalPodAutoscaler, which does nothing at zero', autoscaler({ minReplicas: 2 })],
    ['one that does not say a minimum', autoscaler({})],
    ['a paused ScaledObject', scaledObject({ 'autoscaling.keda.sh/paused': 'true' })],
    ['one that is paused at zero', scaledObject({ 'autoscaling.keda.sh/paused-replicas': '0' })],
  ])('says nothing of %s', async (_, scaler) => {
    expect(await told([set(), scaler], true)).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['paused at a count', { 'autoscaling.keda.sh/paused-replicas': '2', 'autoscaling.keda.sh/paused': 'true' }],
    ['not paused any more', { 'autoscaling.keda.sh/paused': 'false' }],
  ])('says of a ScaledObject that is %s that it scales up', async (_, annotations) => {
    expect(await told([set(), scaledObject(annotations)])).toHaveLength(1);
  });

  it('names a set that its operator owns, and would scale back', async () => {
    const owned = set(DELETES, ownedBy('Cluster', 'pg', 'x'));
    const pod = make('v1', 'Pod', 'db-0', mounting('data'), ownedBy('StatefulSet', 'db', ''));
    expect(await told([owned, pod])).toEqual([
      expect.stringMatching(/^warning: .*StatefulSet shop\/db belongs to Cluster pg.*keeps running while the snapshot/),
    ]);
    expect(await told([owned, pod], true)).toEqual([
      expect.stringMatching(/^blocker: .*keeps running after the cut-over/),
    ]);
  });

  it('says how what an operator with a recipe runs is stopped', async () => {
    const of = (apiVersion: string, kind: string, name: string) => ({
      ownerReferences: [{ apiVersion, kind, name, uid: 'x', controller: true }],
    });
    const owned = set({}, of('pxc.percona.com/v1', 'PerconaXtraDBCluster', 'bills'));
    const pod = make('v1', 'Pod', 'orders-1', mounting('data'), of('postgresql.cnpg.io/v1', 'Cluster', 'orders'));
    expect(await told([owned, pod])).toEqual([
      expect.stringContaining(
        `: kubectl patch perconaxtradbclusters.pxc.percona.com bills -n shop --type merge -p '{"spec":{"pause":true}}'.`,
      ),
      expect.stringContaining(
        'for the time of the run: kubectl annotate clusters.postgresql.cnpg.io orders -n shop --overwrite cnpg.io/hibernation=on.',
      ),
    ]);
  });

  it('names pods and CronJobs that are not scaled and mount a copied claim', async () => {
    const job = { jobTemplate: { spec: { template: { spec: mounting('data') } } } };
    const objects = [
      make('v1', 'Pod', 'alone', mounting('data')),
      make('v1', 'Pod', 'agent-x', mounting('data'), ownedBy('DaemonSet', 'agent', 'y')),
      { ...make('v1', 'Pod', 'over', mounting('data')), status: { phase: 'Succeeded' } },
      make('v1', 'Pod', 'other', mounting('cache')),
      make('batch/v1', 'CronJob', 'dump', job),
      make('batch/v1', 'CronJob', 'off', { ...job, suspend: true }),
    ];
    expect(await told(objects)).toEqual([
      expect.stringMatching(/^warning: v1 Pod shop\/agent-x belongs to DaemonSet agent.*may write to claim shop\/data/),
      expect.stringMatching(/^warning: v1 Pod shop\/alone belongs to nobody.*may write to claim shop\/data/),
      expect.stringMatching(/^warning: batch\/v1 CronJob shop\/dump starts jobs/),
    ]);
    // A cut-over suspends the CronJob itself.
    expect(await told(objects, true)).toEqual([
      expect.stringMatching(/^blocker: v1 Pod shop\/agent-x/),
      expect.stringMatching(/^blocker: v1 Pod shop\/alone/),
      expect.stringMatching(/^warning: v1 Pod shop\/other.*keeps running after the cut-over/),
    ]);
  });

  it('says nothing of the pods of a Deployment that is scaled', async () => {
    const objects = [
      make('apps/v1', 'Deployment', 'web', { replicas: 2 }),
      make('apps/v1', 'ReplicaSet', 'web-5d', { replicas: 2 }, ownedBy('Deployment', 'web', '')),
      make('v1', 'Pod', 'web-5d-x', mounting('data'), ownedBy('ReplicaSet', 'web-5d', '')),
    ];
    expect(await told(objects, true)).toEqual([]);
  });
});
