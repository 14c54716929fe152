import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { startExecution } from '../../cli/demo/execution.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Report } from '../../core/reporting/report.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { listAccounts, listCluster } from './listing.ts';
import { small, useOneCloud } from './one-cloud.ts';
import { into } from './small-cloud.ts';

/** Steps whose permanent failure undoes the run; those of the roll-back itself, and the API, have tests of their own. */
const OTHERS = [
  'clean-up-clone',
  'write-report',
  'close-run',
  'roll-back-objects',
  'restore-former-clone',
  'roll-back-volumes',
  'resume-source',
  'find-expired',
  'move-files',
  'note-removal',
  'answer-api',
  'examine-route',
  'survey-route',
  // Of migrations in rounds only: they fail before the source is quiesced, in the fault matrix.
  'begin-round',
  'settle-round',
  // Of volumes that are handed over only: they fail in memory, after each of their writes.
  'hand-volumes-over',
  'hand-volumes-back',
  // Beside private clusters only.
  'connect-cluster',
  'plan-proof',
  'prove-segment',
  // Only of volumes that are made of a backup's repository.
  'lay-out-image',
  // Only of a run that takes a capture.
  'keep-capture',
  // Only of a run that asks for an approval.
  'await-approval',
  // Make and remove a target cluster, which is there in these runs.
  'make-cluster',
  'fill-cluster',
  'complete-cluster',
  'roll-back-cluster',
];
/**
 * A step that fails has done nothing, so what a roll-back finds is what the steps before it made. Each of these finds what
 * the step beside it finds, which stands for both; test/statemachines/flow has every step fail, and the fault matrix every call.
 */
const ALIKE: Record<string, string> = {
  'start-clone': 'enter-clusters',
  'plan-clone': 'quiesce-source',
  'export-manifests': 'snapshot-volumes',
  'share-snapshot': 'copy-snapshot',
  'copy-segment': 'seal-snapshot',
  'park-former-clone': 'apply-shard',
  'translate-manifests': 'apply-shard',
};
const STEPS = readdirSync(new URL('../../lambdas', import.meta.url)).filter(
  (name) => !name.startsWith('_') && !OTHERS.includes(name) && !(name in ALIKE),
);
/** With a cut-over, the source is at zero until the end: whichever step fails has to bring it back. */
const EVERY_WAY = {
  profile: 'migrate',
  cutOver: true,
  volumes: { claims: { 'small/files': 'copy-blocks' } },
  quiesce: { scaleToZero: true },
};

let before: { accounts: string[]; target: string[]; source: Map<string, string> };

useOneCloud();
beforeAll(async () => {
  before = {
    accounts: listAccounts(small.cloud),
    target: await listCluster(small.target),
    source: await fingerprintCluster(small.source),
  };
});

describe('a step that fails for good', () => {
  // Promise: failure-leaves-nothing, cut-over-stays, source-claims-kept
  it.each(STEPS)('%s: the run fails with its error, both accounts and clusters are as they were', async (step) => {
    small.cloud.addFault({
      on: `lambda:${step}`,
      nth: 1,
      effect: { kind: 'error', code: 'AccessDenied', message: 'injected' },
    });
    expect(await small.clone({ ...EVERY_WAY, ...into(`failed-${step}`) })).toMatchObject({ status: 'FAILED' });
    expect(listAccounts(small.cloud)).toEqual(before.accounts);
    expect(await listCluster(small.target)).toEqual(before.target);
    // Its volumes are attached again a moment after its pods are back.
    await expect.poll(() => fingerprintCluster(small.source), { timeout: 10_000 }).toEqual(before.source);
  });
});

describe('a clone that is to wait, with no way out', () => {
  const NAMESPACE = 'waiting';
  const WORKLOADS = [
    { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: NAMESPACE, name: 'db' },
    { apiVersion: 'apps/v1', kind: 'Deployment', namespace: NAMESPACE, name: 'web' },
  ];
  const get = async (kind: string, apiVersion: string, name: string) =>
    small.target.get({ apiVersion, kind, namespace: NAMESPACE, name });
  const pods = async () => (await listCluster(small.target, NAMESPACE)).filter((line) => line.startsWith('v1 Pod '));

  // Promise: starts-when-told, isolated-clone
  it('runs nothing until its patches start it, lets nothing out, and is gone after a roll-back', async () => {
    const asked = { start: 'scaled-down', isolate: true, ...into(NAMESPACE) };
    const { name, status, cause } = await small.clone(asked);
    expect(cause ?? '').toBe('');
    expect(status).toBe('SUCCEEDED');
    await small.cloud.settled();
    expect(await pods()).toEqual([]);
    const objects = await Promise.all(WORKLOADS.map((ref) => small.target.get(ref)));
    expect(objects).toMatchObject([{ spec: { replicas: 0 } }, { spec: { replicas: 0 } }]);
    const policy = await get('NetworkPolicy', 'networking.k8s.io/v1', 'kubeferry-isolation');
    expect(policy?.spec).toMatchObject({ podSelector: {}, policyTypes: ['Egress'] });
    expect(JSON.stringify(policy?.spec)).toContain('"values":["waiting"]');
    const claims = await Promise.all(['data-db-0', 'files'].map((claim) => get('PersistentVolumeClaim', 'v1', claim)));
    expect(claims).toMatchObject([{ status: { phase: 'Bound' } }, { status: { phase: 'Bound' } }]);
    const report = await findRecord<Report>(recordsOf(small.cloud), keysOf(name).report);
    expect(JSON.stringify(report?.findings)).toMatch(
      /lets nothing out but DNS and calls to the namespaces of the clone/,
    );

    for (const [at, ref] of WORKLOADS.entries())
      await small.target.merge(ref, patchOf(objects[at]!), { manager: 'kubectl' });
    await expect.poll(pods, { timeout: 20_000 }).toHaveLength(2);
    for (const ref of WORKLOADS)
      expect((await small.target.get(ref))?.metadata.annotations).not.toHaveProperty('kubeferry/start');

    const input = await findRecord(recordsOf(small.cloud), keysOf(name).clone);
    const undone = await startExecution(small.cloud, 'kubeferry-roll-back', input);
    expect(await undone.ended()).toMatchObject({ status: 'SUCCEEDED' });
    await small.cloud.settled();
    expect(listAccounts(small.cloud)).toEqual(before.accounts);
    expect(await listCluster(small.target)).toEqual(before.target);
  });

  const patchOf = ({ metadata }: KubeObject) => JSON.parse(metadata.annotations?.['kubeferry/start'] ?? 'null');
});

describe('functions that die', async () => void (await import('./interruption.part.ts')));
// Last, since it ends with a cluster that is stopped.
describe('a world that is broken', async () => void (await import('./broken-world.part.ts')));
