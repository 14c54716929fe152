import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { startCluster, type TestCluster } from './cluster.ts';
import { deployment, job, statefulSet, template } from './objects.ts';

const read = (path: string) => readFileSync(new URL(`../../../emulator/kubernetes/${path}`, import.meta.url), 'utf8');

/** Type of each spec, as the API of Kubernetes names it. */
const SPECS: Record<string, string> = {
  Deployment: 'apps.v1.DeploymentSpec',
  ReplicaSet: 'apps.v1.ReplicaSetSpec',
  StatefulSet: 'apps.v1.StatefulSetSpec',
  DaemonSet: 'apps.v1.DaemonSetSpec',
  Job: 'batch.v1.JobSpec',
  CronJob: 'batch.v1.CronJobSpec',
  HorizontalPodAutoscaler: 'autoscaling.v2.HorizontalPodAutoscalerSpec',
  PodDisruptionBudget: 'policy.v1.PodDisruptionBudgetSpec',
  ReplicationController: 'core.v1.ReplicationControllerSpec',
};
const TYPES = read('schema/types.tsv').split('\n');
const ROWS = read('README.md').split('## Fields of what is controlled')[1]!.split('\n');

it.each(Object.entries(SPECS))('says of every field of a %s whether it is followed', (kind, type) => {
  const [, ...fields] = TYPES.find((line) => line.startsWith(`${type}\t`))!.split('\t');
  const row = ROWS.find((line) => line.startsWith(`| ${kind} `))!;
  const told = [...row.matchAll(/`(\w+)[`.]/g)].map(([, name]) => name);
  expect([...new Set(told)].filter((name) => name !== 'type' && name !== 'partition').toSorted()).toEqual(
    fields.map((field) => /^\w+/.exec(field)![0]).toSorted(),
  );
});

describe('controllers', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.until('/api/v1/namespaces/default/serviceaccounts/default', () => true);
  });
  afterAll(() => cluster.stop());

  const APPS = '/apis/apps/v1/namespaces/default';
  const patch = (path: string, spec: object) =>
    cluster.send('PATCH', path, { spec }, { type: 'application/merge-patch+json' });
  const imagesOf = async (app: string): Promise<Record<string, string>> => {
    const { body } = await cluster.send('GET', `/api/v1/namespaces/default/pods?labelSelector=app%3D${app}`);
    const alive = (body.items as KubeObject[]).filter(({ metadata }) => !metadata.deletionTimestamp);
    return Object.fromEntries(
      alive.map(({ metadata, spec }) => [
        metadata.name,
        (spec as { containers: { image: string }[] }).containers[0]!.image,
      ]),
    );
  };
  const newTemplate = (app: string) => ({
    ...template(app),
    spec: { containers: [{ name: 'main', image: 'registry.example/main:2' }] },
  });

  it('scale a paused Deployment with the template that runs, and roll nothing out', async () => {
    await cluster.apply(deployment('paused', { replicas: 2 }));
    await expect.poll(async () => Object.keys(await imagesOf('paused')).length).toBe(2);
    await patch(`${APPS}/deployments/paused`, { paused: true, template: newTemplate('paused') });
    await patch(`${APPS}/deployments/paused`, { replicas: 0 });
    await expect.poll(() => imagesOf('paused')).toEqual({});
    await patch(`${APPS}/deployments/paused`, { replicas: 1 });
    await expect.poll(async () => Object.values(await imagesOf('paused'))).toEqual(['registry.example/main:1']);
  });

  it('update no pod of a StatefulSet below its partition', async () => {
    await cluster.apply(statefulSet('parts'));
    await cluster.until(
      `${APPS}/statefulsets/parts`,
      ({ status }) => (status as { readyReplicas?: number }).readyReplicas === 2,
    );
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 1 } };
    await patch(`${APPS}/statefulsets/parts`, { updateStrategy, template: newTemplate('parts') });
    const parted = { 'parts-0': 'registry.example/main:1', 'parts-1': 'registry.example/main:2' };
    await expect.poll(() => imagesOf('parts')).toEqual(parted);
    // Long enough for the other pod as well.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await imagesOf('parts')).toEqual(parted);
  });

  it('leave a Job to the controller that it names, and remove one whose time is over', async () => {
    const path = '/apis/batch/v1/namespaces/default/jobs';
    await cluster.apply(job('theirs', { managedBy: 'example.com/queue' }));
    await cluster.apply(job('brief', { ttlSecondsAfterFinished: 0 }));
    await cluster.apply(job('kept'));
    await cluster.until(`${path}/kept`, ({ status }) => (status as { succeeded?: number }).succeeded === 1);
    await expect.poll(async () => (await cluster.send('GET', `${path}/brief`)).code).toBe(404);
    const { body } = await cluster.send('GET', `${path}/theirs`);
    expect(body.status?.startTime).toBeUndefined();
    expect((await cluster.send('GET', `${path}/kept`)).code).toBe(200);
  });
});
