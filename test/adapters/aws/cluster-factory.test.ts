import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eksClusterFactory } from '../../../adapters/aws/cluster-factory.ts';
import { iamIdentity } from '../../../adapters/aws/identity.ts';
import type { ClusterFactory } from '../../../core/base/ports/cluster-factory.ts';
import { PARTS } from '../../../core/base/ports/create-request.ts';
import type { Clone } from '../../../core/base/run/envelope.ts';
import { completeCluster, makeCluster } from '../../../core/execute/cluster/make-cluster.ts';
import { PART_STAGES, type Stage } from '../../../core/execute/cluster/stages.ts';
import { rollBackCluster } from '../../../core/execute/undo/roll-back-cluster.ts';
import type { Blueprint } from '../../../core/plan/cluster/blueprint.ts';
import { compareBlueprints } from '../../../core/plan/cluster/compare.ts';
import { createRequests } from '../../../core/plan/cluster/create-requests.ts';
import { type ClusterPlan, planCluster } from '../../../core/plan/cluster/plan-cluster.ts';
import { readBlueprint } from '../../../core/plan/cluster/read-blueprint.ts';
import { memoryCluster } from '../../memory/cluster-api.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';
import { keyArn, SOURCE, startSmallCloud, TARGET } from './small-cloud.ts';
import { blueprints, create, NAME, role, route, subnets, TEMPLATES } from './some-blueprints.ts';

let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
let source: ClusterFactory;
let target: ClusterFactory;
beforeAll(async () => {
  cloud = await startSmallCloud();
  source = eksClusterFactory(await cloud.session(SOURCE));
  target = eksClusterFactory(await cloud.session(TARGET));
  for (const [side, { account, region }] of Object.entries({ source: SOURCE, target: TARGET })) {
    const id = TEMPLATES[side as keyof typeof TEMPLATES];
    cloud.state.place(account, region).launchTemplates.set(id, { id, name: 'nodes' });
  }
  cloud.iam.createRole({
    account: TARGET.account,
    name: 'control-plane',
    trust: {
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'] },
      ],
    },
  });
});
afterAll(() => cloud.stop());

const STAGES: Stage[] = ['cluster', ...PART_STAGES];
const make = (plan: ClusterPlan, stage: Stage, cloneId = 'run-1', name = 'there') =>
  makeCluster(target, plan, { cloneId, route: name }, stage, async (maker) => maker === 'taken-back');

async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if ((error as Error).name !== 'NotYet') throw error;
      await cloud.clock.sleep(60_000);
    }
  }
}

/** A cluster of the source account, made by hand: without the tags of kubeferry. */
async function makeSource(blueprint: Blueprint): Promise<void> {
  const requests = createRequests(NAME, blueprint, { cloneId: 'by-hand', route: '' }).toSorted(
    (a, b) => PARTS.indexOf(a.kind) - PARTS.indexOf(b.kind),
  );
  for (const { kind, name: part, input } of requests) {
    const { addonVersion: _, ...rest } = input as { addonVersion?: string; tags?: Record<string, string> };
    const tags = Object.fromEntries(Object.entries(rest.tags ?? {}).filter(([tag]) => !tag.startsWith('kubeferry:')));
    await source.create({ kind, name: part, input: { ...rest, ...(rest.tags ? { tags } : {}) } });
    await cloud.clock.sleep(600_000);
  }
}

async function remove(factory: ClusterFactory): Promise<void> {
  const { oidcProvider } = (await factory.read(NAME)) ?? {};
  if (oidcProvider) await factory.deleteOidcProvider(String(oidcProvider.arn));
  for (const group of (await factory.read(NAME))?.nodegroups ?? [])
    await factory.deleteNodegroup(NAME, String(group.nodegroupName));
  for (const profile of (await factory.read(NAME))?.fargateProfiles ?? []) {
    await factory.deleteFargateProfile(NAME, String(profile.fargateProfileName));
    await cloud.clock.sleep(600_000);
  }
  await cloud.clock.sleep(600_000);
  await factory.deleteCluster(NAME);
  await cloud.clock.sleep(600_000);
}

describe('a cluster made from another', () => {
  it('is described as its original, but for what the route maps', async () => {
    await fc.assert(
      fc.asyncProperty(blueprints, async (blueprint) => {
        await makeSource(blueprint);
        const { plan, findings } = await planCluster(route(), 'run-1', source, target);
        // No node could join, so that all groups are at size 0.
        expect(findings.filter(({ path }) => path !== '/nodegroups')).toEqual([]);
        for (const stage of STAGES) await patiently(() => make(plan, stage));
        expect(await completeCluster(target, plan)).toEqual({ matchesBlueprint: true, differences: [] });

        const text = JSON.stringify(readBlueprint(NAME, (await target.read(NAME))!).blueprint);
        const back = Object.entries(create.map).reduce((all, [from, to]) => all.replaceAll(to!, from), text);
        const original = readBlueprint(NAME, (await source.read(NAME))!).blueprint;
        const home = JSON.parse(back.replaceAll(create.roleArn, original.cluster.roleArn)) as Blueprint;
        const network = JSON.stringify(subnets(TARGET));
        const brought = JSON.parse(
          JSON.stringify(home).replaceAll(network, JSON.stringify(subnets(SOURCE))),
        ) as Blueprint;
        expect(compareBlueprints(original, brought)).toEqual({ matchesBlueprint: true, differences: [] });
        await remove(source);
        await remove(target);
      }),
      { numRuns: 5 },
    );
  });

  it('is removed completely while it is being created, with its OpenID Connect provider, but not one of others', async () => {
    const [blueprint] = fc.sample(blueprints, { numRuns: 1, seed: 1 });
    await makeSource(blueprint!);
    const { plan } = await planCluster(route(), 'run-1', source, target);
    for (const stage of STAGES) await patiently(() => make(plan, stage));
    const issuer = async (factory: ClusterFactory) =>
      ((await factory.read(NAME))!.cluster as { identity: { oidc: { issuer: string } } }).identity.oidc.issuer;
    const [ours, theirs] = [await issuer(target), await issuer(source)];
    const clone = { cloneId: 'run-1', route: route() } as Clone;
    const nobody = () => Promise.reject(new Error('the cluster is not ready'));
    const rollBack = () => rollBackCluster(target, nobody, memoryObjectStore(), clone);
    expect(await patiently(rollBack)).toEqual({ deleted: 0, kept: 0 });
    expect(await target.read(NAME)).toBeUndefined();
    expect(await iamIdentity(await cloud.session(TARGET)).oidcProvider(ours)).toBeUndefined();
    expect(await iamIdentity(await cloud.session(SOURCE)).oidcProvider(theirs)).toMatchObject({
      clientIds: ['sts.amazonaws.com'],
    });
    await remove(source);
  });

  it('is resumed by another run of the same route, and by no other run', async () => {
    const [blueprint] = fc.sample(blueprints, { numRuns: 1, seed: 2 });
    await makeSource(blueprint!);
    const { plan } = await planCluster(route(), 'run-1', source, target);
    const again = (run: string, name?: string) => patiently(() => make(plan, 'cluster', run, name));
    await again('run-1');
    await expect(again('run-2', 'elsewhere')).rejects.toThrow(
      /left incomplete by run run-1 of route "there".*Roll that run back/,
    );
    for (const stage of STAGES) await patiently(() => make(plan, stage, 'run-2'));
    expect(await completeCluster(target, plan)).toEqual({ matchesBlueprint: true, differences: [] });
    await expect(again('run-3')).rejects.toThrow('no run of kubeferry is making it');
    await remove(target);

    await again('taken-back');
    await expect(again('run-4')).rejects.toThrow('was begun by run taken-back, which is taking it back');
    await remove(target);
    await remove(source);
  });

  it('is left as it is when others use it by then, and goes when they are gone', async () => {
    const [blueprint] = fc.sample(blueprints, { numRuns: 1, seed: 3 });
    const addons = [{ name: 'metrics-server', version: '', namespace: 'metrics', podIdentities: [], tags: {} }];
    await makeSource({ ...blueprint!, addons });
    const { plan } = await planCluster(route(), 'run-1', source, target);
    for (const stage of STAGES) await patiently(() => make(plan, stage));
    await completeCluster(target, plan);
    const object = (kind: string, name: string, namespace?: string) => ({
      apiVersion: kind === 'Namespace' ? 'v1' : 'apps/v1',
      kind,
      metadata: { name, ...(namespace ? { namespace } : {}) },
    });
    const ours = ['default', 'kube-system', 'metrics'].map((name) => object('Namespace', name));
    const theirs = [object('Namespace', 'theirs'), object('Deployment', 'web', 'default')];
    const clone = { cloneId: 'run-1', route: route() } as Clone;
    const rollBack = (objects: ReturnType<typeof object>[]) =>
      rollBackCluster(target, async () => memoryCluster({ objects }), memoryObjectStore(), clone);
    expect(await rollBack([...ours, ...theirs])).toEqual({ deleted: 0, kept: 1 });
    expect(await target.read(NAME)).toMatchObject({ cluster: { status: 'ACTIVE' } });
    expect(await patiently(() => rollBack(ours))).toEqual({ deleted: 0, kept: 0 });
    await remove(source);
  });

  it('can be taken back while a Fargate profile is being made, which EKS does not delete then', async () => {
    const [blueprint] = fc.sample(blueprints, { numRuns: 1, seed: 4 });
    const profile = { name: 'web', subnets: subnets(SOURCE), selectors: [{ namespace: 'shop', labels: {} }], tags: {} };
    const fargateProfiles = [{ ...profile, podExecutionRoleArn: role(SOURCE, 'node') }];
    await makeSource({ ...blueprint!, nodegroups: [], fargateProfiles });
    const { plan } = await planCluster(route(), 'run-1', source, target);
    await patiently(() => make(plan, 'cluster'));
    await expect(make(plan, 'nodes')).rejects.toThrow('fargate-profile web');
    const nobody = () => Promise.reject(new Error('the cluster is not ready'));
    const clone = { cloneId: 'run-1', route: route() } as Clone;
    expect(await patiently(() => rollBackCluster(target, nobody, memoryObjectStore(), clone))).toEqual({
      deleted: 0,
      kept: 0,
    });
    await remove(source);
  });

  it('is told what EKS says in fields that are newer than the SDK, and what it has besides', async () => {
    const [blueprint] = fc.sample(blueprints, { numRuns: 1, seed: 5 });
    await makeSource(blueprint!);
    const original = cloud.eks.clusters.findLast(({ name, account }) => name === NAME && account === SOURCE.account)!;
    Object.assign(original.request, { quantumConfig: { enabled: true } });
    Object.assign(original.request.upgradePolicy as object, { window: 'sunday' });
    Object.assign(original, { identityProviders: ['okta'], capabilities: ['argocd'] });
    const { findings } = await planCluster(route(), 'run-1', source, target);
    const told = findings.filter(({ path }) => path !== '/nodegroups');
    expect(told.map(({ severity, path, current }) => ({ severity, path, current }))).toEqual([
      { severity: 'warning', path: '/cluster/upgradePolicy/window', current: 'sunday' },
      { severity: 'warning', path: '/cluster/quantumConfig', current: { enabled: true } },
      { severity: 'warning', path: '/identityProviders/okta', current: 'okta' },
      { severity: 'warning', path: '/capabilities/argocd', current: 'argocd' },
    ]);
    await remove(source);
  });

  it('knows the service accounts of its add-ons that take a role', async () => {
    expect(await target.addonAccounts('aws-ebs-csi-driver', 'v1.64.0-eksbuild.1')).toEqual(['ebs-csi-controller-sa']);
    expect(await target.addonAccounts('coredns', 'v1.13.1-eksbuild.1')).toEqual([]);
  });

  it('is offered what the account has', async () => {
    expect(await target.launchTemplates()).toEqual([{ id: TEMPLATES.target, name: 'nodes' }]);
    expect(await target.offeredTypes(['m7g.large', 'x9.huge'])).toEqual(['m7g.large']);
    expect((await target.roles()).map(({ arn }) => arn)).toContain(create.roleArn);
    cloud.kms.createAlias(TARGET.account, TARGET.region, 'alias/secrets', keyArn(TARGET, 1));
    expect(await target.keys()).toEqual([{ arn: keyArn(TARGET, 1), alias: 'alias/secrets' }]);
  });
});
