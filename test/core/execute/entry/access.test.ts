import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import { Request } from '../../../../core/base/request/request.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { enterCluster, leaveCluster, policiesFor } from '../../../../core/execute/entry/access.ts';
import { type MemoryAccessEntry, memoryClusters } from '../../../memory/clusters.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { PROD } from './shared-world.ts';

const roleArn = 'arn:aws:iam::222233334444:role/kubeferry-source-us-east-1';
const place = { account: '222233334444', region: 'us-east-1', cluster: 'prod', roleArn, externalId: 'x' };
const run = (cloneId: string) => ({ cloneId, startedAt: '2026-11-22T10:00:00Z', route: { source: place } }) as Clone;
const world = () => ({
  clusters: memoryClusters([PROD]),
  store: memoryObjectStore(),
  now: () => new Date('2026-11-22T10:00:00Z'),
});
const view = policiesFor('source', Request.parse({}), 'us-east-1');
const arnsOf = async (clusters: ReturnType<typeof memoryClusters>) =>
  (await clusters.listAssociated('prod', roleArn)).map((policy) => policy.policyArn.split('/').at(-1));

describe('the access entry of a run', () => {
  it.each(['us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'])('takes the policies of the partition of %s', (region) => {
    const partition = { 'us-gov-west-1': 'aws-us-gov', 'cn-north-1': 'aws-cn', 'eusc-de-east-1': 'aws-eusc' }[region];
    const [policy] = policiesFor('target', Request.parse({}), region);
    expect(policy?.policyArn).toBe(`arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`);
  });

  it('lets a run read the source, and edit only the namespaces that it is to quiesce', () => {
    expect(view.map((policy) => policy.policyArn)).toEqual([
      'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy',
    ]);
    const quiescing = Request.parse({ selection: { namespaces: ['shop'] }, quiesce: { scaleToZero: true } });
    expect(policiesFor('source', quiescing, 'us-east-1')[1]).toEqual({
      policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
      namespaces: ['shop'],
    });
  });

  // Promise: movers-only-where-allowed
  it('lets a run edit the selected namespaces whose claims Jobs copy, where its route allows that, and no others', () => {
    const mover = { image: 'restic@sha256:0', hours: 4, memory: '1Gi' };
    const origins = { 'shop/media': { mover: true }, 'kube-system/x': { mover: true }, 'web/db': { repository: 'r' } };
    const request = Request.parse({ selection: { namespaces: ['shop', 'web'] }, volumes: { origins } });
    const edited = (route: object) => policiesFor('source', request, 'us-east-1', route)[1]?.namespaces;
    expect(edited({ mover })).toEqual(['shop']);
    expect(edited({})).toBeUndefined();
  });

  // Promise: handed-over-where-allowed
  it.each([
    ['source', { handsOver: true }, ['kubeferry:hands-over']],
    ['source', {}, undefined],
    ['target', { handsOver: true }, undefined],
  ] as const)(
    'is in the group of hand-overs at a source whose volumes may be handed over: %s %j',
    async (side, more, groups) => {
      const entries = new Map<string, MemoryAccessEntry>();
      const route = { source: { ...place, ...more }, target: place } as unknown as Clone['route'];
      await enterCluster({ ...world(), clusters: memoryClusters([PROD], entries) }, { ...run('a'), route }, side, view);
      expect([...entries.values()].map((entry) => entry.groups)).toEqual([groups]);
    },
  );

  it('is gone when the run has left', async () => {
    const tools = world();
    const { clusters } = tools;
    await enterCluster(tools, run('a'), 'source', view);
    await enterCluster(tools, run('a'), 'source', view);
    expect(await arnsOf(clusters)).toEqual(['AmazonEKSAdminViewPolicy']);
    await leaveCluster(tools, run('a'), 'source');
    await expect(clusters.listAssociated('prod', roleArn)).rejects.toMatchObject({ name: 'NotFound' });
    await expect(leaveCluster(tools, run('a'), 'source')).resolves.toBe(0);
  });

  it('is asked for again while EKS does not show it, and leaves no policy behind that a list shows late', async () => {
    const tools = world();
    const { clusters } = tools;
    await clusters.createAccessEntry('prod', roleArn, {});
    const late = async () => {
      throw new KubeferryError('NotFound', 'The specified principalArn could not be found.');
    };
    const early = { ...tools, clusters: { ...clusters, associate: late } };
    await expect(enterCluster(early, run('a'), 'source', view)).rejects.toMatchObject({ name: 'NotYet' });
    await enterCluster(tools, run('a'), 'source', view);
    await leaveCluster({ ...tools, clusters: { ...clusters, listAssociated: async () => [] } }, run('a'), 'source');
    expect(await arnsOf(clusters)).toEqual([]);
  });

  it('stays until the last of several runs has left', async () => {
    const tools = world();
    const { clusters } = tools;
    await enterCluster(tools, run('a'), 'source', view);
    await enterCluster(tools, run('b'), 'source', view);
    await leaveCluster(tools, run('a'), 'source');
    expect(await arnsOf(clusters)).toEqual(['AmazonEKSAdminViewPolicy']);
    await leaveCluster(tools, run('b'), 'source');
    await expect(clusters.listAssociated('prod', roleArn)).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('keeps what was there before the run', async () => {
    const tools = world();
    const { clusters } = tools;
    await clusters.createAccessEntry('prod', roleArn, {});
    await clusters.associate('prod', roleArn, {
      policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
    });
    await enterCluster(tools, run('a'), 'source', view);
    await leaveCluster(tools, run('a'), 'source');
    expect(await arnsOf(clusters)).toEqual(['AmazonEKSViewPolicy']);
  });

  // Promise: rights-of-a-run-are-its-own
  it('allows what the runs that are in may together, and narrows when one of them leaves', async () => {
    const tools = world();
    const quiescing = (...namespaces: string[]) =>
      policiesFor('source', Request.parse({ selection: { namespaces }, quiesce: { scaleToZero: true } }), 'us-east-1');
    const mayEdit = async () =>
      (await tools.clusters.listAssociated('prod', roleArn)).find(({ policyArn }) => policyArn.endsWith('EditPolicy'))
        ?.namespaces;
    await enterCluster(tools, run('a'), 'source', quiescing('shop', 'billing'));
    await enterCluster(tools, run('b'), 'source', quiescing('web', 'billing'));
    expect((await mayEdit())?.toSorted()).toEqual(['billing', 'shop', 'web']);
    await enterCluster(tools, run('c'), 'source', view);
    await leaveCluster(tools, run('a'), 'source');
    expect((await mayEdit())?.toSorted()).toEqual(['billing', 'web']);
    await leaveCluster(tools, run('b'), 'source');
    expect(await mayEdit()).toBeUndefined();
    expect(await arnsOf(tools.clusters)).toEqual(['AmazonEKSAdminViewPolicy']);
  });

  it('gives back the scope that a policy had before, and leaves alone what others gave meanwhile', async () => {
    const tools = world();
    const { clusters } = tools;
    const EDIT = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy';
    await clusters.createAccessEntry('prod', roleArn, {});
    await clusters.associate('prod', roleArn, { policyArn: EDIT, namespaces: ['tools'] });
    await enterCluster(tools, run('a'), 'source', [{ policyArn: EDIT, namespaces: ['shop'] }]);
    await clusters.associate('prod', roleArn, { policyArn: 'arn:others' });
    await leaveCluster(tools, run('a'), 'source');
    expect(await clusters.listAssociated('prod', roleArn)).toEqual([
      { policyArn: EDIT, namespaces: ['tools'] },
      { policyArn: 'arn:others' },
    ]);
  });

  it('lets no other run in while one changes it, and goes on where that one died', async () => {
    const tools = world();
    const denied = { ...tools.clusters, associate: () => new Promise<void>(() => {}) };
    void enterCluster({ ...tools, clusters: denied }, run('dies'), 'source', view);
    await new Promise((resolve) => setImmediate(resolve));
    await expect(enterCluster(tools, run('b'), 'source', view)).rejects.toMatchObject({ name: 'NotYet' });
    const later = { ...tools, now: () => new Date('2026-11-22T10:04:01Z') };
    await enterCluster(later, run('b'), 'source', view);
    await leaveCluster(later, run('dies'), 'source');
    await leaveCluster(later, run('b'), 'source');
    await expect(tools.clusters.listAssociated('prod', roleArn)).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('keeps nobody waiting when a call of AWS failed', async () => {
    const tools = world();
    const refused = { ...tools.clusters, associate: () => Promise.reject(new Error('denied')) };
    await expect(enterCluster({ ...tools, clusters: refused }, run('a'), 'source', view)).rejects.toThrow('denied');
    await enterCluster(tools, run('b'), 'source', view);
    await leaveCluster(tools, run('a'), 'source');
    await leaveCluster(tools, run('b'), 'source');
    await expect(tools.clusters.listAssociated('prod', roleArn)).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('of a role at the source is not that of another role at the same cluster as a target', async () => {
    const tools = world();
    const other = `${roleArn}-target`;
    const both = { ...run('a'), route: { source: place, target: { ...place, roleArn: other } } } as Clone;
    await enterCluster(tools, both, 'source', view);
    await enterCluster(tools, both, 'target', view);
    await leaveCluster(tools, both, 'source');
    await leaveCluster(tools, both, 'target');
    for (const role of [roleArn, other])
      await expect(tools.clusters.listAssociated('prod', role)).rejects.toMatchObject({ name: 'NotFound' });
  });
});
