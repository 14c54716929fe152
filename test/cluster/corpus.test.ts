import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administer } from '../../cli/demo/admin.ts';
import { loadCluster } from '../../cli/demo/load-cluster.ts';
import { inParallel } from '../../core/base/in-parallel.ts';
import { applyOne } from '../../core/execute/apply/apply-one.ts';
import { TargetVerdicts } from '../../core/plan/verdict/target-verdicts.ts';
import { translateObject } from '../../core/translate/pipeline.ts';
import type { RunningCluster } from '../../emulator/kubernetes/contract/backend.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../kube/kube-object.ts';
import { contextFor, FIXTURES, readCase } from '../core/translate/support.ts';
import { BASES, changedObject } from '../corpus/objects.ts';
import { KEPT_DEFINITIONS, typesIn } from '../corpus/schema.ts';
import { schemasOf } from './openapi.ts';
import { realBackend } from './real-backend.ts';

const GROUPS = [
  'api/v1',
  ...['apps/v1', 'batch/v1', 'networking.k8s.io/v1', 'autoscaling/v2', 'policy/v1', 'rbac.authorization.k8s.io/v1'].map(
    (group) => `apis/${group}`,
  ),
  ...['storage.k8s.io/v1', 'discovery.k8s.io/v1', 'admissionregistration.k8s.io/v1', 'scheduling.k8s.io/v1'].map(
    (group) => `apis/${group}`,
  ),
];
/** `CORPUS_OBJECTS=n` plays more of them. */
const OBJECTS = Number(process.env.CORPUS_OBJECTS ?? 800);
/** `CORPUS_SEED=n` plays the same objects again. */
const SEED = Number(process.env.CORPUS_SEED ?? Date.now() % 1_000_000);

/** What judges others once it is there: a run applies these after all that they would be about, or knows them before. */
const JUDGES = ['LimitRange', 'ResourceQuota', 'ValidatingWebhookConfiguration'];

const namespace = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const MAPPED = {
  profile: 'clone',
  mappings: { namespaces: { shop: 'shop-test' }, storageClasses: { mystery: 'gp3' } },
} as const;

describe(`objects with fields that nobody thought of (seed ${SEED})`, () => {
  let cluster: RunningCluster;
  let api: ClusterApi;
  let sources: KubeObject[];
  beforeAll(async () => {
    const nobody = { authenticate: () => undefined, authorize: () => false };
    cluster = await realBackend().start({ name: 'corpus', version: '1.36', nodes: [], ...nobody });
    api = administer(cluster);
    await loadCluster(api, [...KEPT_DEFINITIONS, ...['shop', 'pay', 'shop-test'].map(namespace)]);
    const types = typesIn(await schemasOf(cluster, GROUPS), KEPT_DEFINITIONS);
    const ofOperators = ['operator-strimzi', 'operator-percona-xtradb']
      .flatMap((name) => readCase(join(FIXTURES, 'translate', name)).objects)
      .filter(({ apiVersion }) =>
        KEPT_DEFINITIONS.some(({ spec }) => apiVersion.startsWith((spec as { group: string }).group)),
      );
    const sample = fc.sample(changedObject([...BASES, ...ofOperators], types), { numRuns: OBJECTS, seed: SEED });
    sources = sample.map((object, at) => withName(object, `${object.metadata.name}-${at}`));
  });
  afterAll(async () => {
    api?.close();
    await cluster?.stop();
  });

  const contextOf = (source: KubeObject) => contextFor([source], MAPPED);
  const refusal = (object: KubeObject): Promise<string | undefined> =>
    api.create(object, { manager: 'kubectl', dryRun: true }).then(
      () => undefined,
      (error: Error) => error.message,
    );

  it('are accepted after their translation wherever they were before', async () => {
    const refused: string[] = [];
    let accepted = 0;
    await inParallel(sources, 16, async (source) => {
      const { uid: _, resourceVersion: __, ...metadata } = source.metadata;
      if (await refusal({ ...source, metadata })) return;
      const { object } = translateObject(source, contextOf(source));
      if (!object) return;
      accepted += 1;
      const why = await refusal(object);
      if (why) refused.push(`${why}\n  source: ${JSON.stringify(source)}\n  translated: ${JSON.stringify(object)}`);
    });
    expect(refused).toEqual([]);
    expect(accepted).toBeGreaterThan(OBJECTS / 5);
  });

  // Promise: target-asked-beforehand
  it('are refused by an apply exactly where the plan says that they would be', async () => {
    const all = sources.flatMap((source) => translateObject(source, contextOf(source)).object ?? []);
    const translated = all.filter(({ kind }) => !JUDGES.includes(kind));
    const { resources: served } = await api.discover();
    expect(served.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Kafka', 'PerconaXtraDBCluster']));
    const verdicts = new TargetVerdicts({ api, onConflict: 'fail', served, proxied: new Set() });
    await verdicts.ask(translated);
    const said = verdicts.findings(translated.map(refOf)).map(({ object }) => refText(object!));
    const run = { cloneId: 'run-1', onConflict: 'fail' } as const;
    const applied = await inParallel(translated, 16, (object) =>
      applyOne(api, object, { ref: refOf(object), before: 'absent' }, run),
    );
    const failed = applied.filter(({ result }) => result === 'failed');
    // Values of Secrets are never sent before the run.
    const asked = failed.filter(({ ref }) => ref.kind !== 'Secret').map(({ ref }) => refText(ref));
    expect(said.toSorted()).toEqual(asked.toSorted());
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(translated.length);
  });
});

const withName = (object: KubeObject, name: string): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, name },
});
