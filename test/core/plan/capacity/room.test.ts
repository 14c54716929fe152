import { expect, it } from 'vitest';
import type { RequestInput } from '../../../../core/base/request/request.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { deployment, object, PlannedWorld, wide } from '../planned-world.ts';

const requests = (cpu: string, memory: string) => ({ resources: { requests: { cpu, memory } } });
const labels = (zone: string, disk: string) => ({ 'topology.kubernetes.io/zone': zone, disk });
const allocatable = (pods: string) => ({ status: { allocatable: { cpu: '4', memory: '8Gi', pods } } });
const MOUNTS = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
const node = (name: string, zone: string, more: object = {}) =>
  wide('v1', 'Node', name, {
    metadata: { name, labels: labels(zone, name) },
    ...allocatable('10'),
    ...more,
  });
const running = (name: string, nodeName: string, cpu: string, phase = 'Running') =>
  object('v1', 'Pod', name, {
    metadata: { name, namespace: 'default' },
    spec: { nodeName, containers: [{ name: 'main', ...requests(cpu, '1Gi') }] },
    status: { phase },
  });

const add = async (world: PlannedWorld, objects: KubeObject[]) => {
  for (const each of objects) await world.target.create(each, { manager: 'test' });
};
const told = async (workloads: KubeObject[], target: KubeObject[], preset: string | undefined = 'offload-workload') => {
  const world = new PlannedWorld(workloads);
  await add(world, target);
  const { planned } = await world.start({ preset } as unknown as RequestInput);
  const found = planned.findings.filter(({ rule }) => rule === 'capacity');
  return found.map(({ severity, sentence }) => `${severity}: ${sentence}`);
};
const waiting = async (...given: Parameters<typeof told>) =>
  (await told(...given)).map((each) => / \d+ of them would find no node, of (.*)\. They wait/.exec(each)?.[1] ?? each);

it('says that the pods of the clone fit beside those that are there', async () => {
  const nodes = [node('a', 'eu-west-1a'), running('old', 'a', '3'), running('done', 'a', '3', 'Succeeded')];
  // The node that every world has says nothing of what it has.
  expect(await told([deployment('api', requests('500m', '512Mi'), 2)], nodes)).toEqual([
    "info: The 2 pods of the clone ask for 1 CPUs and 1 GiB, and fit onto the nodes of the target as they are: the target's 2 nodes have 1 CPUs and 7 GiB left.",
  ]);
});

it('warns of those that would wait, with what there is', async () => {
  const workloads = [deployment('api', requests('1500m', '1Gi'), 3), deployment('small', requests('100m', '64Mi'))];
  expect(await told(workloads, [node('a', 'eu-west-1a')])).toEqual([
    "warning: The 4 pods of the clone ask for 4.6 CPUs and 3.1 GiB, and the target's 2 nodes have 4 CPUs and 8 GiB left: 1 of them would find no node, of Deployment shop/api (1). They wait until one has room, and a migration that waits fails. Add nodes first, unless the cluster makes them when pods wait (Karpenter, Auto Mode, the cluster autoscaler), which nobody can tell from here.",
  ]);
});

it.each<[what: string, pod: object, nodes: KubeObject[]]>([
  ['a node selector', { nodeSelector: { disk: 'b' } }, [node('a', 'eu-west-1a')]],
  ['the zone of a volume', MOUNTS, [node('b', 'eu-west-1b')]],
  ['a taint', {}, [node('a', 'eu-west-1a', { spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } })]],
  ['a cordon', {}, [node('a', 'eu-west-1a', { spec: { unschedulable: true } })]],
  ['as many pods as a node takes', {}, [node('a', 'eu-west-1a', allocatable('0'))]],
])('goes by %s', async (_, pod, nodes) => {
  const api = deployment('api', requests('100m', '64Mi'), 1, pod as Record<string, unknown>);
  expect(await waiting([api], nodes)).toEqual(['Deployment shop/api (1)']);
  const tolerant = { ...pod, tolerations: [{ operator: 'Exists' }] };
  const elsewhere = [
    ...nodes,
    node('a2', 'eu-west-1a', { metadata: { name: 'a2', labels: labels('eu-west-1a', 'b') } }),
  ];
  expect(await waiting([deployment('api', requests('100m', '64Mi'), 1, tolerant)], elsewhere)).toEqual([
    expect.stringContaining('info: '),
  ]);
});

it('counts neither what is suspended nor what comes with each node', async () => {
  const template = { metadata: {}, spec: { containers: [{ name: 'main', ...requests('64', '1Gi') }] } };
  const none = [
    object('apps/v1', 'DaemonSet', 'agent', { spec: { template } }),
    object('batch/v1', 'Job', 'once', { spec: { suspend: true, template } }),
    deployment('off', requests('64', '1Gi'), 0),
  ];
  expect(await told(none, [node('a', 'eu-west-1a')])).toEqual([]);
});

it('is asked for one purpose alone', async () => {
  expect(await told([deployment('api', requests('64', '1Gi'))], [], 'dev-test')).toEqual([]);
});
