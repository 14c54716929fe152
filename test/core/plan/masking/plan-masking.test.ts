import { describe, expect, it } from 'vitest';
import { Masking } from '../../../../core/base/request/masking.ts';
import { sayMasking, sayMaskingTime } from '../../../../core/plan/masking/say-masking.ts';
import { blockersOf } from '../../../../core/plan/plan.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { deployment, object, PlannedWorld } from '../planned-world.ts';

const JOB = {
  name: 'names',
  namespace: 'shop',
  image: 'registry/mask:1',
  command: ['mask', '--all'],
  claims: { '/data': 'data' },
  secrets: ['login'],
  runAs: { user: 999, group: 999 },
  memory: '1Gi',
};
const route = (masking: object = { jobs: [JOB] }) => ({ masking: Masking.parse(masking) });
const blockers = async (masking: object, request = {}) =>
  blockersOf((await new PlannedWorld([]).start(request, route(masking))).planned).map(({ sentence }) => sentence);
const textOf = ({ kind, metadata }: KubeObject) => `${kind} ${metadata.namespace}/${metadata.name}`;

describe('the plan of a route that masks', () => {
  // Promise: masking-before-anything
  it('names each job with what it masks, and is another plan with another job', async () => {
    const { planned } = await new PlannedWorld([]).start({ mappings: { namespaces: { shop: 'dev' } } }, route());
    expect(planned.masking).toMatchObject({ jobs: [{ name: 'names', home: 'dev' }], onFailure: 'roll-back' });
    expect(sayMasking(planned.masking!)).toEqual([
      'Before anything starts, names masks shop/data with registry/mask:1, within 1 h.',
      'If one fails, nothing is started, and the run is undone.',
    ]);
    const hash = async (image: string) =>
      (await new PlannedWorld([]).start({}, route({ jobs: [{ ...JOB, image }] }))).planned.hash;
    expect(await hash('registry/mask:1')).not.toBe(await hash('registry/mask:2'));
    expect(await hash('registry/mask:1')).toBe(await hash('registry/mask:1'));
  });

  // Promise: nothing-past-the-masking
  it('is blocked for each claim with data that no job mounts, unless the route says that it needs none', async () => {
    const other = { ...JOB, claims: { '/data': 'elsewhere' } };
    expect(await blockers({ jobs: [other] })).toEqual([
      'Route "prod-to-dev" masks what it clones, and none of its masking jobs mounts claim shop/data. Add it to a job, or to masking.unmasked of the route where its data needs no masking; or skip its data.',
    ]);
    expect(await blockers({ jobs: [other], unmasked: ['shop/da*'] })).toEqual([]);
    expect(await blockers({ jobs: [other] }, { volumes: { strategy: 'skip' } })).toEqual([]);
    expect(await blockers({ jobs: [JOB] })).toEqual([]);
  });

  it('is blocked where a job needs a claim whose data the run does not bring', async () => {
    const both = { ...JOB, claims: { '/data': 'data', '/log': 'log' } };
    expect(await blockers({ jobs: [both] })).toEqual([
      'Masking job names of route "prod-to-dev" needs claim shop/log, whose data this run does not bring. Select it as well, or leave out every claim of that job.',
    ]);
  });

  it('warns where nothing holds the jobs from the network, and where people of a former clone have access', async () => {
    const warned = async (request: object) =>
      (await new PlannedWorld([]).start(request, route())).planned.findings
        .filter(({ rule }) => rule === 'masking')
        .map(({ severity, sentence }) => [severity, sentence.slice(0, 40)]);
    const open = ['warning', 'The masking jobs are to reach nothing ove'.slice(0, 40)];
    expect(await warned({})).toEqual([open]);
    expect(await warned({ onConflict: 'refresh' })).toEqual([
      open,
      ['warning', expect.stringMatching(/^Who has access/)],
    ]);
  });

  // Promise: nothing-past-the-masking
  it('is blocked by what waits in the target for a claim of that name, and would start on it before the jobs', async () => {
    const there = new PlannedWorld([]);
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    const namespaced = (each: KubeObject) => ({ ...each, metadata: { ...each.metadata, namespace: 'dev' } });
    const spy = namespaced(object('v1', 'Pod', 'spy', { spec: { containers: [], volumes } }));
    const other = namespaced(deployment('other', { image: 'x' }));
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'dev' } };
    for (const each of [namespace, spy, other]) await there.target.create(each, { manager: 'team' });
    const into = async (home: string) =>
      (await there.start({ mappings: { namespaces: { shop: home } } }, route())).planned.findings
        .filter(({ rule, object: { kind } }) => rule === 'masking' && kind !== 'Route')
        .map(({ severity, object: { kind, name } }) => `${severity} ${kind} ${name}`);
    expect(await into('dev')).toEqual(['warning Namespace dev', 'blocker Pod spy']);
    expect(await into('other')).toEqual([]);
  });

  it('tells times as people do', () => {
    expect([0, 5, 200, 3600, 3725].map(sayMaskingTime)).toEqual(['0 s', '5 s', '3 min 20 s', '1 h', '1 h 2 min']);
  });
});

describe('what is applied on a route that masks', () => {
  const BINDING = object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'team', {
    subjects: [{ kind: 'Group', name: 'team', apiGroup: 'rbac.authorization.k8s.io' }],
    roleRef: { kind: 'ClusterRole', name: 'view', apiGroup: 'rbac.authorization.k8s.io' },
  });
  const SERVICE = object('v1', 'Service', 'web', { spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } });
  const world = () => new PlannedWorld([deployment('web', { image: 'web:1' }), SERVICE, BINDING]);

  // Promise: masking-before-anything
  it('comes in an order in which nothing runs, answers, or gives anybody rights before the jobs', async () => {
    const run = await world().start({}, route());
    await run.capture();
    const order = (await run.translate()).map(({ kind }) => kind);
    expect(order.indexOf('PersistentVolumeClaim')).toBeLessThan(order.indexOf('Job'));
    expect(order.indexOf('NetworkPolicy')).toBeLessThan(order.indexOf('Job'));
    for (const kind of ['RoleBinding', 'Service', 'Deployment'])
      expect(order.indexOf(kind), kind).toBeGreaterThan(order.indexOf('Job'));
    const plain = await world().start();
    await plain.capture();
    const usual = (await plain.translate()).map(({ kind }) => kind);
    expect(usual).not.toContain('Job');
    expect(usual.indexOf('RoleBinding')).toBeLessThan(usual.indexOf('PersistentVolumeClaim'));
  });

  // Promise: masking-before-anything
  it('has jobs of one run only, closed to the network and without rights', async () => {
    const two = world();
    const applied = async () => {
      const run = await two.start({}, route());
      await run.capture();
      return (await run.translate()).filter(({ kind }) => ['Job', 'NetworkPolicy'].includes(kind));
    };
    const [first, second] = [await applied(), await applied()];
    expect(first.map(textOf)).toEqual([
      expect.stringMatching(/^NetworkPolicy shop\/kubeferry-masking-[0-9a-f]{8}$/),
      expect.stringMatching(/^Job shop\/kubeferry-mask-names-[0-9a-f]{8}$/),
    ]);
    expect(second.map(textOf)).not.toEqual(first.map(textOf));
    expect(first[0]!.spec).toEqual({
      podSelector: { matchExpressions: [{ key: 'kubeferry/masking', operator: 'Exists' }] },
      policyTypes: ['Ingress', 'Egress'],
    });
    expect(first[1]).toMatchObject({
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: 3600,
        template: {
          metadata: { labels: { 'kubeferry/masking': 'names' } },
          spec: {
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            securityContext: { runAsUser: 999, runAsGroup: 999, fsGroup: 999, runAsNonRoot: true },
            volumes: [{ name: 'claim-0', persistentVolumeClaim: { claimName: 'data' } }],
            containers: [
              {
                image: 'registry/mask:1',
                command: ['mask', '--all'],
                envFrom: [{ secretRef: { name: 'login' } }],
                resources: { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } },
                volumeMounts: [{ name: 'claim-0', mountPath: '/data' }],
              },
            ],
          },
        },
      },
    });
  });
});
