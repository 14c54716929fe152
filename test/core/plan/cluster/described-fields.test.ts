import * as sdk from '@aws-sdk/client-eks';
import { NormalizedSchema } from '@smithy/core/schema';
import { describe, expect, it } from 'vitest';
import type { CreateRequest } from '../../../../core/base/ports/create-request.ts';
import { Blueprint } from '../../../../core/plan/cluster/blueprint.ts';
import { createRequests } from '../../../../core/plan/cluster/create-requests.ts';
import * as fields from '../../../../core/plan/cluster/described-fields.data.ts';
import { leftFields } from '../../../../core/plan/cluster/left-fields.ts';

/** Paths of the members of a structure, as the installed SDK knows it. */
function pathsOf(schema: NormalizedSchema, known: fields.Known | undefined, path = ''): string[] {
  if (typeof known === 'string') return known === 'copy' && schema.isStructSchema() ? [`${path} is a structure`] : [];
  if (known === undefined) return [path];
  const inner = schema.isListSchema() ? schema.getValueSchema() : schema;
  return [...inner.structIterator()].flatMap(([name, member]) =>
    pathsOf(member, known[name], path === '' ? name : `${path}.${name}`),
  );
}

describe('what EKS describes', () => {
  it.each([
    ['Cluster', sdk.Cluster$, fields.CLUSTER],
    ['Nodegroup', sdk.Nodegroup$, fields.NODEGROUP],
    ['FargateProfile', sdk.FargateProfile$, fields.FARGATE_PROFILE],
    ['Addon', sdk.Addon$, fields.ADDON],
    ['AccessEntry', sdk.AccessEntry$, fields.ACCESS_ENTRY],
    ['AssociatedAccessPolicy', sdk.AssociatedAccessPolicy$, fields.ACCESS_POLICY],
    ['PodIdentityAssociation', sdk.PodIdentityAssociation$, fields.POD_IDENTITY],
    ['PodIdentityAssociation of an add-on', sdk.PodIdentityAssociation$, fields.ADDON_POD_IDENTITY],
  ] as const)(
    'of a %s is known to the last field: each is carried over, made by the server, or told',
    (_, schema, known) => {
      expect(pathsOf(NormalizedSchema.of(schema), known)).toEqual([]);
    },
  );

  it('and that this version does not know is found at any depth, in lists as well', () => {
    const known = { list: { copied: 'copy', told: 'left' } } as const;
    const answer = {
      list: [
        { copied: 1, newer: { on: true } },
        { told: 2, off: false },
      ],
      added: 'x',
    };
    expect(leftFields(answer, known).map(({ path }) => path)).toEqual(['list.0.newer', 'list.1.told', 'added']);
  });
});

/** Everything that a blueprint can hold. */
const WHOLE = Blueprint.parse({
  cluster: {
    version: '1.36',
    roleArn: 'r',
    subnetIds: ['subnet-1'],
    securityGroupIds: ['sg-1'],
    endpoint: { public: true, private: true, publicCidrs: ['10.0.0.0/8'] },
    controlPlaneEgressMode: 'CUSTOMER_ROUTED',
    ipFamily: 'ipv4',
    serviceIpv4Cidr: '10.100.0.0/16',
    authenticationMode: 'API',
    logging: ['api'],
    secretsKeyArn: 'k',
    supportType: 'STANDARD',
    autoMode: { nodePools: ['system'], nodeRoleArn: 'r' },
    gatewayApi: { crds: { enabled: true } },
    ...Object.fromEntries(fields.CLUSTER_SETTINGS.map((name) => [name, { some: 1 }])),
    tags: { a: 'b' },
  },
  nodegroups: [
    {
      name: 'web',
      nodeRole: 'r',
      subnets: ['subnet-1'],
      scaling: { minSize: 1, maxSize: 1, desiredSize: 1 },
      instanceTypes: ['m7g.large'],
      amiType: 'AL2023_ARM_64_STANDARD',
      capacityType: 'SPOT',
      diskSize: 30,
      labels: { a: 'b' },
      taints: [{ key: 'a', effect: 'NO_SCHEDULE' }],
      ...Object.fromEntries(fields.NODEGROUP_SETTINGS.map((name) => [name, { some: 1 }])),
    },
    {
      name: 'own-image',
      nodeRole: 'r',
      subnets: ['subnet-1'],
      scaling: { minSize: 1, maxSize: 1, desiredSize: 1 },
      amiType: 'CUSTOM',
      launchTemplate: { id: 'lt-1' },
    },
  ],
  fargateProfiles: [{ name: 'f', podExecutionRoleArn: 'r', subnets: [], selectors: [{ namespace: 'n' }] }],
  addons: [
    {
      name: 'a',
      version: 'v1',
      namespace: 'n',
      configurationValues: '{}',
      serviceAccountRoleArn: 'r',
      podIdentities: [{ serviceAccount: 's', roleArn: 'r' }],
    },
  ],
  accessEntries: [
    {
      principalArn: 'people',
      type: 'STANDARD',
      username: 'u',
      kubernetesGroups: ['g'],
      policies: [{ policyArn: 'p', namespaces: ['n'] }],
    },
    { principalArn: 'nodes', type: 'EC2_LINUX' },
  ],
  podIdentities: [
    { namespace: 'n', serviceAccount: 's', roleArn: 'r', targetRoleArn: 't', disableSessionTags: true, policy: '{}' },
  ],
});

describe('what EKS can be asked to make', () => {
  const requests = createRequests('dev', WHOLE, { cloneId: 'run-1', route: 'there' });
  const inputs = (kind: CreateRequest['kind']) =>
    requests.filter((each) => each.kind === kind).map(({ input }) => input);
  const membersOf = (schema: Parameters<typeof NormalizedSchema.of>[0]) =>
    [...NormalizedSchema.of(schema).structIterator()].map(([name]) => name);

  it.each([
    // Told, or chosen by kubeferry for every new cluster (docs/new-cluster.md).
    ['cluster', sdk.CreateClusterRequest$, ['deletionProtection', 'outpostConfig', 'remoteNetworkConfig']],
    // The image is the newest of the cluster's version.
    ['nodegroup', sdk.CreateNodegroupRequest$, ['releaseVersion', 'remoteAccess', 'version']],
    ['fargate-profile', sdk.CreateFargateProfileRequest$, []],
    ['addon', sdk.CreateAddonRequest$, []],
    ['access-entry', sdk.CreateAccessEntryRequest$, []],
    ['access-policy', sdk.AssociateAccessPolicyRequest$, []],
    ['pod-identity', sdk.CreatePodIdentityAssociationRequest$, []],
  ] as const)('for a %s is asked for, but for what is left out on purpose', (kind, schema, leftOut) => {
    const asked = new Set(inputs(kind).flatMap((input) => Object.keys(input)));
    expect(
      membersOf(schema)
        .filter((name) => !asked.has(name))
        .toSorted(),
    ).toEqual(leftOut);
    expect([...asked].filter((name) => !membersOf(schema).includes(name))).toEqual([]);
  });

  it('is not asked for where EKS refuses it: the image of a template that has one, and groups of nodes', () => {
    expect(inputs('nodegroup')[1]).not.toHaveProperty('amiType');
    expect(inputs('access-entry')[1]).toEqual({
      clusterName: 'dev',
      principalArn: 'nodes',
      type: 'EC2_LINUX',
      clientRequestToken: expect.any(String),
      tags: expect.anything(),
    });
  });
});
