import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrustPolicy } from '../../../../core/base/ports/trust-policy.ts';
import type { NewCluster } from '../../../../core/base/request/route.ts';
import { Blueprint } from '../../../../core/plan/cluster/blueprint.ts';
import { planWorkloadRoles } from '../../../../core/plan/cluster/plan-workload-roles.ts';
import {
  trustOf,
  trustOfAccounts,
  trusts,
  trustsAccounts,
  withStatement,
} from '../../../../core/plan/cluster/trust.ts';
import { roleAccounts } from '../../../../core/plan/cluster/workload-roles.ts';

const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const SOURCE = '111111111111';
const TARGET = '222222222222';
const PROVIDER = `arn:aws:iam::${TARGET}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC`;
const OTHERS = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${TARGET}:root` }, Action: 'sts:AssumeRole' };
const CLOSED: TrustPolicy = { Version: '2012-10-17', Statement: [OTHERS] };

const create = (more: Partial<NewCluster> = {}): NewCluster => ({
  roleArn: role(TARGET, 'cluster'),
  subnetIds: ['subnet-0a', 'subnet-0b'],
  securityGroupIds: [],
  map: { [role(SOURCE, 'web')]: role(TARGET, 'web') },
  ...more,
});
const blueprint = (more: object = {}) =>
  Blueprint.parse({
    cluster: {
      version: '1.36',
      roleArn: role(TARGET, 'cluster'),
      subnetIds: [],
      endpoint: { public: true, private: false },
      ipFamily: 'ipv4',
      authenticationMode: 'API',
      supportType: 'STANDARD',
    },
    nodegroups: [],
    fargateProfiles: [],
    addons: [],
    accessEntries: [],
    podIdentities: [],
    ...more,
  });
const INDEX = { roleAccounts: [{ namespace: 'shop', name: 'web', role: role(SOURCE, 'web') }] };
const MAPPINGS = { namespaces: { shop: 'shop-test' }, roles: { [role(SOURCE, 'web')]: role(TARGET, 'web') } };

async function plan(given: Partial<NewCluster>, trust?: TrustPolicy, provider?: string, more: object = {}) {
  const wanted = create(given);
  const accounts = roleAccounts(INDEX, { ...MAPPINGS, roles: wanted.map as Record<string, string> }, wanted);
  const factory = {
    addonAccounts: async (addon: string) => (addon === 'aws-ebs-csi-driver' ? ['ebs-csi-controller-sa'] : []),
    trustPolicy: async () => trust,
    roles: async () => [
      { arn: role(TARGET, 'node'), trust: { Statement: [trustOf('node')] } },
      { arn: role(TARGET, 'web-test'), trust: { Statement: [trustOf('pod')] } },
    ],
  };
  const { blueprint: planned, findings } = await planWorkloadRoles({
    cluster: 'dev',
    blueprint: blueprint(more),
    accounts,
    create: wanted,
    factory,
    providerArn: provider,
  });
  return { podIdentities: planned.podIdentities, addons: planned.addons, findings };
}

describe('a service account that takes a role by its annotation', () => {
  it('is a warning as long as the route does not say how', async () => {
    const { findings, podIdentities } = await plan({});
    expect(findings).toMatchObject([
      { severity: 'warning', path: '/metadata/annotations/eks.amazonaws.com~1role-arn', object: { name: 'web' } },
    ]);
    expect(findings[0]?.sentence).toContain('target.create.serviceAccountRoles');
    expect(podIdentities).toEqual([]);
  });

  it('gets an association in its target namespace, with the role that the route maps', async () => {
    const { findings, podIdentities } = await plan(
      { serviceAccountRoles: 'pod-identity' },
      { Statement: trustOf('pod') },
    );
    expect(findings).toEqual([]);
    expect(podIdentities).toEqual([
      { namespace: 'shop-test', serviceAccount: 'web', roleArn: role(TARGET, 'web'), tags: {} },
    ]);
  });

  it('keeps the association that the source has beside the annotation', async () => {
    const own = { namespace: 'shop-test', serviceAccount: 'web', roleArn: role(TARGET, 'own'), tags: {} };
    const { podIdentities } = await plan(
      { serviceAccountRoles: 'pod-identity' },
      { Statement: trustOf('pod') },
      undefined,
      { podIdentities: [own] },
    );
    expect(podIdentities).toEqual([own]);
  });

  it('is a blocker with roles that pods may take when the route names no counterpart, and none when it names null', async () => {
    const { findings } = await plan({ serviceAccountRoles: 'pod-identity', map: {} });
    expect(findings).toMatchObject([
      { severity: 'blocker', current: role(SOURCE, 'web'), proposed: [role(TARGET, 'web-test')] },
    ]);
    const without = await plan({ serviceAccountRoles: 'pod-identity', map: { [role(SOURCE, 'web')]: null } });
    expect(without).toMatchObject({ findings: [], podIdentities: [] });
  });

  it.each(['pod-identity', 'oidc-provider'] as const)(
    'is told the whole trust policy to paste where the role lacks one for %s',
    async (serviceAccountRoles) => {
      const { findings } = await plan({ serviceAccountRoles }, CLOSED, PROVIDER);
      const [{ proposed } = { proposed: undefined }] = findings;
      expect(findings).toMatchObject([{ severity: 'warning' }]);
      const pasted = proposed as unknown as TrustPolicy;
      expect(pasted.Statement).toMatchObject([OTHERS, { Effect: 'Allow' }]);
      expect((await plan({ serviceAccountRoles }, pasted, PROVIDER)).findings).toEqual([]);
    },
  );

  it('is told before the cluster is there that its role has to trust an issuer that nobody knows yet', async () => {
    expect((await plan({ serviceAccountRoles: 'oidc-provider' }, CLOSED)).findings).toMatchObject([
      { severity: 'info', current: role(TARGET, 'web') },
    ]);
  });

  it('is a blocker when the role that the route names does not exist', async () => {
    expect((await plan({ serviceAccountRoles: 'oidc-provider' })).findings).toMatchObject([{ severity: 'blocker' }]);
  });

  it('is a warning on Fargate, where there is no Pod Identity', async () => {
    const profile = { name: 'fp', podExecutionRoleArn: '', subnets: [], selectors: [{ namespace: 'shop-*' }] };
    const { findings } = await plan({ serviceAccountRoles: 'pod-identity' }, { Statement: trustOf('pod') }, undefined, {
      fargateProfiles: [profile],
    });
    expect(findings).toMatchObject([{ severity: 'warning' }]);
    expect(findings[0]?.sentence).toContain('Fargate');
  });
});

describe('an add-on that takes a role by the annotation of its service account', () => {
  const role1 = role(TARGET, 'web');
  const CSI = { name: 'aws-ebs-csi-driver', version: 'v1.64.0-eksbuild.1', serviceAccountRoleArn: role1 };
  const OF_CSI = { kind: 'ServiceAccount', namespace: 'kube-system', name: 'ebs-csi-controller-sa' };
  const withCsi = (given: Partial<NewCluster>, trust?: TrustPolicy, provider?: string, addon: object = CSI) =>
    plan({ ...given, map: { [role(SOURCE, 'web')]: null, [role(SOURCE, 'csi')]: role1 } }, trust, provider, {
      addons: [addon],
    });

  it('gets it by an association of its own, and no longer by the annotation', async () => {
    const { addons, findings } = await withCsi({ serviceAccountRoles: 'pod-identity' }, { Statement: trustOf('pod') });
    expect(findings).toEqual([]);
    expect(addons).toEqual([
      {
        name: CSI.name,
        version: CSI.version,
        podIdentities: [{ serviceAccount: 'ebs-csi-controller-sa', roleArn: role1 }],
        tags: {},
      },
    ]);
  });

  it.each([
    ['pod-identity', undefined, 'pods.eks.amazonaws.com'],
    ['oidc-provider', PROVIDER, 'Paste the proposed trust policy'],
    ['oidc-provider', undefined, 'waits for the add-on aws-ebs-csi-driver'],
    [undefined, undefined, 'target.create.serviceAccountRoles'],
  ] as const)('is a warning with %s as long as the role does not let it', async (way, provider, words) => {
    const { findings } = await withCsi(way ? { serviceAccountRoles: way } : {}, CLOSED, provider);
    expect(findings).toMatchObject([{ severity: 'warning', object: OF_CSI }]);
    expect(findings[0]?.sentence).toContain(words);
  });

  it('is a warning when EKS does not say by which service account', async () => {
    const other = { ...CSI, name: 'of-a-vendor' };
    const { findings } = await withCsi({ serviceAccountRoles: 'pod-identity' }, CLOSED, undefined, other);
    expect(findings).toMatchObject([{ severity: 'warning', path: '/addons/of-a-vendor/serviceAccountRoleArn' }]);
  });
});

describe('a pod identity association that the source has', () => {
  it('is a warning when pods may not take the role of the target, whatever the route chooses for annotations', async () => {
    const podIdentities = [{ namespace: 'shop', serviceAccount: 'db', roleArn: role(TARGET, 'web') }];
    const { findings } = await plan(
      { serviceAccountRoles: 'oidc-provider' },
      { Statement: trustOf('node') },
      undefined,
      {
        podIdentities,
      },
    );
    expect(findings.find(({ object }) => object.name === 'db')).toMatchObject({ severity: 'warning' });
  });
});

describe('a trust policy', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
  const subjects = fc.uniqueArray(fc.record({ namespace: name, name }), {
    minLength: 1,
    maxLength: 4,
    selector: (each) => `${each.namespace}/${each.name}`,
  });

  it('with the proposed statement trusts exactly the accounts that it was made for', () => {
    fc.assert(
      fc.property(subjects, fc.record({ namespace: name, name }), (wanted, other) => {
        const policy = withStatement(CLOSED, trustOfAccounts(PROVIDER, wanted)) as unknown as TrustPolicy;
        expect(trustsAccounts(policy, PROVIDER, wanted)).toBe(true);
        const isWanted = wanted.some((each) => each.namespace === other.namespace && each.name === other.name);
        expect(trustsAccounts(policy, PROVIDER, [other])).toBe(isWanted);
        expect(trustsAccounts(policy, `${PROVIDER}D`, wanted)).toBe(false);
      }),
    );
  });

  it.each([
    ['one statement, not a list', { Statement: trustOf('node') }, true],
    ['sts:* and capital letters', { Statement: [{ ...trustOf('node'), Action: 'STS:*' }] }, true],
    ['a Deny', { Statement: [{ ...trustOf('node'), Effect: 'Deny' }] }, false],
    ['another service', { Statement: [trustOf('fargate')] }, false],
    ['no tag rights, which nodes do not need', { Statement: [{ ...trustOf('node'), Action: 'sts:AssumeRole' }] }, true],
  ])('of %s is read as IAM does', (_, policy, expected) => {
    expect(trusts(policy, 'node')).toBe(expected);
  });

  it('without sts:TagSession does not let pods take the role', () => {
    expect(trusts({ Statement: [{ ...trustOf('pod'), Action: 'sts:AssumeRole' }] }, 'pod')).toBe(false);
  });

  it('with a pattern of subjects admits those that fit', () => {
    const key = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub';
    const statement = {
      ...trustOfAccounts(PROVIDER, []),
      Condition: { StringLike: { [key]: 'system:serviceaccount:shop:*' } },
    };
    const admits = (namespace: string) =>
      trustsAccounts({ Statement: statement }, PROVIDER, [{ namespace, name: 'web' }]);
    expect([admits('shop'), admits('shop-2')]).toEqual([true, false]);
  });
});
