import { describe, expect, it } from 'vitest';
import type { ClusterDescription } from '../../../../../core/base/ports/cluster-factory.ts';
import { NewAksCluster } from '../../../../../core/base/request/new-aks-cluster.ts';
import { planAks } from '../../../../../core/plan/cluster/aks/plan-aks-cluster.ts';
import { planAksIdentities } from '../../../../../core/plan/cluster/aks/workload-identities.ts';
import { role, SOURCE } from '../some-cluster.ts';

const IDENTITY =
  '/subscriptions/7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03/resourceGroups/dev/providers/Microsoft.ManagedIdentity/userAssignedIdentities';
const GROUP = '3f1c2b1a-8d4e-4f5a-9b6c-7d8e9f0a1b2c';
const KEY = `arn:aws:kms:eu-west-1:${SOURCE}:key/11111111-2222-3333-4444-555555555555`;

const group = (nodegroupName: string, more: object = {}) => ({
  nodegroupName,
  nodeRole: role(SOURCE, 'node'),
  subnets: ['subnet-01', 'subnet-02', 'subnet-03'],
  scalingConfig: { minSize: 2, maxSize: 6, desiredSize: 3 },
  instanceTypes: ['m6i.xlarge'],
  amiType: 'AL2023_x86_64_STANDARD',
  ...more,
});
const described = (more: Partial<ClusterDescription> = {}, cluster: object = {}): ClusterDescription => ({
  cluster: {
    name: 'prod',
    version: '1.34',
    roleArn: role(SOURCE, 'cluster'),
    resourcesVpcConfig: { subnetIds: ['subnet-01'], endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] },
    kubernetesNetworkConfig: { serviceIpv4Cidr: '172.20.0.0/16', ipFamily: 'ipv4' },
    ...cluster,
  },
  nodegroups: [group('web')],
  fargateProfiles: [],
  addons: [],
  accessEntries: [],
  podIdentities: [],
  ...more,
});

const offers = {
  credentialsOf: async () => [],
  versions: async () => ['1.33', '1.34'] as string[] | undefined,
  offeredSizes: async (_: string, sizes: readonly string[]) =>
    sizes.map((size) => ({ size, zones: ['1', '2', '3'] })) as { size: string; zones: string[] }[] | undefined,
};

const plan = (description: ClusterDescription, create: object = {}, target = offers) =>
  planAks(
    {
      name: 'there',
      source: { cluster: 'prod' },
      target: { cluster: 'dev', location: 'westeurope', nodeResourceGroup: 'MC_dev' },
    } as never,
    NewAksCluster.parse(create),
    { read: async () => description },
    target,
    { shop: 'shop-dev' },
  );
const planned = async (...given: Parameters<typeof plan>) => (await plan(...given)).plan.blueprint;
const told = async (...given: Parameters<typeof plan>) =>
  (await plan(...given)).findings.map(({ severity, path, sentence }) => `${severity} ${path}: ${sentence}`);

describe('the node pools of a cluster of AKS that is made from one of EKS', () => {
  it('are the node groups, with the machines that stand for theirs', async () => {
    const spot = group('GPU_batch-jobs-of-the-night', {
      instanceTypes: ['g4dn.xlarge'],
      capacityType: 'SPOT',
      labels: { tier: 'batch', 'node.kubernetes.io/pool': 'x' },
      taints: [{ key: 'gpu', value: 'true', effect: 'NO_SCHEDULE' }],
      scalingConfig: { minSize: 0, maxSize: 4, desiredSize: 0 },
      subnets: ['subnet-01'],
    });
    const { nodePools } = await planned(described({ nodegroups: [group('web'), spot] }));
    expect(nodePools).toMatchObject([
      {
        name: 'gpubatchjobs',
        mode: 'User',
        vmSize: 'Standard_NC4as_T4_v3',
        spot: true,
        zones: ['1'],
        count: 0,
        scaling: { min: 0, max: 4 },
        labels: { tier: 'batch' },
        taints: ['gpu=true:NoSchedule'],
      },
      { name: 'web', mode: 'System', vmSize: 'Standard_D4s_v5', count: 3, zones: ['1', '2', '3'] },
    ]);
    const sentences = await told(described({ nodegroups: [group('web'), spot] }));
    expect(sentences).toContainEqual(
      expect.stringMatching(/^info .*m6i\.xlarge .*becomes Standard_D4s_v5 \(4 vCPUs, 16 GiB\)/),
    );
    expect(sentences).toContainEqual(expect.stringMatching(/^warning .*get no label node\.kubernetes\.io\/pool/));
    expect(sentences).toContainEqual(expect.stringMatching(/^info .*becomes node pool gpubatchjobs/));
  });

  it('have a pool besides where none of the groups can take the pods of the cluster itself', async () => {
    const { nodePools } = await planned(described({ nodegroups: [group('system', { capacityType: 'SPOT' })] }));
    expect(nodePools.map(({ name, mode }) => [name, mode])).toEqual([
      ['system', 'User'],
      ['system2', 'System'],
    ]);
  });

  it('take the size that the route maps, and are a blocker where nothing stands for theirs', async () => {
    const metal = described({ nodegroups: [group('web', { instanceTypes: ['x9.metal'] })] });
    expect((await planned(metal, { map: { 'x9.metal': 'Standard_D8s_v5' } })).nodePools[0]?.vmSize).toBe(
      'Standard_D8s_v5',
    );
    expect(await told(metal)).toContainEqual(
      expect.stringMatching(/^blocker .*target\.create\.map\["x9\.metal"\], such as "Standard_D4s_v5"/),
    );
  });

  it('are in the zones in which their machines are', async () => {
    const few = {
      ...offers,
      offeredSizes: async (_: string, sizes: readonly string[]) => sizes.map((size) => ({ size, zones: ['1'] })),
    };
    expect((await planned(described(), {}, few)).nodePools[0]?.zones).toEqual(['1']);
    expect(await told(described(), {}, few)).toContainEqual(
      expect.stringContaining('is not in zone 2, 3 of westeurope'),
    );
  });
});

describe('what Azure does not offer', () => {
  it('is a blocker that names what it has, or a warning where nobody may ask', async () => {
    expect(await told(described({}, { version: '1.36' }))).toContainEqual(
      expect.stringMatching(/^blocker .*no Kubernetes 1\.36 .*one of 1\.33, 1\.34/),
    );
    const none = { ...offers, offeredSizes: async () => [] };
    expect(await told(described(), {}, none)).toContainEqual(
      expect.stringMatching(/^blocker .*Standard_D4s_v5, which westeurope has not/),
    );
    const silent = { ...offers, versions: async () => undefined, offeredSizes: async () => undefined };
    const sentences = await told(described(), {}, silent);
    expect(sentences.filter((each) => each.startsWith('warning') && each.includes('Nobody looked'))).toHaveLength(2);
    expect(sentences.filter((each) => each.startsWith('blocker'))).toEqual([]);
  });
});

describe('what belongs to one account', () => {
  it('is never wider than the source by itself', async () => {
    const shut = described({}, { resourcesVpcConfig: { subnetIds: [], endpointPublicAccess: false } });
    expect(await told(shut)).toContainEqual(
      expect.stringMatching(/^blocker .*authorizedIpRanges, such as \["0\.0\.0\.0\/0"\]/),
    );
    const narrow = { subnetIds: [], endpointPublicAccess: true, publicAccessCidrs: ['203.0.113.0/24'] };
    expect(await told(described({}, { resourcesVpcConfig: narrow }))).toContainEqual(
      expect.stringMatching(/^blocker .*would admit only 203\.0\.113\.0\/24/),
    );
    const open = await planned(shut, { authorizedIpRanges: ['0.0.0.0/0'] });
    expect(open.cluster.apiServer).toEqual({ private: false, authorizedIpRanges: [] });
  });

  it('has its counterpart by the route, or is told', async () => {
    const entry = (name: string, policy: string) => ({
      entry: { principalArn: role(SOURCE, name), type: 'STANDARD' },
      policies: [{ policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`, accessScope: { type: 'cluster' } }],
    });
    const source = described(
      {
        accessEntries: [entry('admins', 'AmazonEKSClusterAdminPolicy'), entry('readers', 'AmazonEKSViewPolicy')],
        podIdentities: [{ namespace: 'shop', serviceAccount: 'web', roleArn: role(SOURCE, 'web') }],
      },
      { encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: KEY } }] },
    );
    const bare = await told(source);
    expect(bare.filter((each) => each.startsWith('blocker')).map((each) => each.split(':')[0])).toEqual([
      'blocker /podIdentities/shop/web',
      'blocker /cluster/secretsKey',
    ]);
    expect(bare.filter((each) => each.includes('IAM lets nobody into AKS'))).toHaveLength(2);
    const map = {
      [role(SOURCE, 'admins')]: GROUP,
      [role(SOURCE, 'readers')]: null,
      [role(SOURCE, 'web')]: `${IDENTITY}/web`,
      [KEY]: null,
    };
    const { cluster, workloadIdentities } = await planned(source, { map });
    expect(cluster.entra).toEqual({ azureRbac: true, adminGroups: [GROUP] });
    expect(cluster.workloadIdentity).toBe(true);
    expect(workloadIdentities).toEqual([{ namespace: 'shop-dev', serviceAccount: 'web', identity: `${IDENTITY}/web` }]);
    expect((await told(source, { map })).filter((each) => /^(blocker|warning)/.test(each))).toEqual([]);
  });

  it('is a credential for each service account of the workload whose role the route maps', async () => {
    const create = NewAksCluster.parse({ map: { [role(SOURCE, 'web')]: `${IDENTITY}/web` } });
    const { plan: given } = await plan(described());
    const accounts = [
      { namespace: 'shop', name: 'web', role: role(SOURCE, 'web') },
      { namespace: 'shop', name: 'other', role: role(SOURCE, 'other') },
    ];
    const mappings = { namespaces: { shop: 'shop-dev' }, roles: { [role(SOURCE, 'other')]: 'client' } };
    const identities = planAksIdentities(given, accounts, mappings, create);
    expect(identities.plan.creates).toContainEqual({ kind: 'federated-credential', name: 'shop-dev/web' });
    expect(identities.findings.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('takes identity client, which does not trust the issuer of a new cluster'),
    ]);
  });
});

describe('features of EKS', () => {
  const addon = (addonName: string, more: object = {}) => ({ addonName, addonVersion: 'v1', ...more });

  it('become those of AKS, or are told with the way', async () => {
    const policy = addon('vpc-cni', { configurationValues: '{"enableNetworkPolicy": "true"}' });
    const addons = ['coredns', 'kube-proxy', 'aws-ebs-csi-driver', 'eks-pod-identity-agent'].map((name) => addon(name));
    const source = described({ addons: [policy, ...addons, addon('adot'), addon('of-the-marketplace')] });
    const { cluster } = await planned(source);
    expect(cluster.network).toMatchObject({ policy: 'cilium', dataplane: 'cilium', podCidr: '10.244.0.0/16' });
    expect(cluster.network).toMatchObject({ serviceCidr: '172.20.0.0/16', dnsServiceIp: '172.20.0.10' });
    expect(cluster.workloadIdentity).toBe(true);
    const left = (await told(source)).filter((each) => each.includes('is left behind'));
    expect(left.map((each) => each.split(':')[0])).toEqual([
      'warning /addons/adot',
      'warning /addons/of-the-marketplace',
    ]);
  });

  it('that have no counterpart are told: logs, Fargate, tags that Azure does not take', async () => {
    const source = described(
      {
        fargateProfiles: [
          { fargateProfileName: 'jobs', podExecutionRoleArn: role(SOURCE, 'f'), subnets: [], selectors: [] },
        ],
      },
      {
        logging: { clusterLogging: [{ types: ['audit'], enabled: true }] },
        tags: { team: 'shop', 'alpha.eksctl.io/cluster-name': 'prod' },
      },
    );
    expect((await planned(source)).cluster.tags).toEqual({ team: 'shop' });
    const paths = (await plan(source)).findings
      .filter(({ severity }) => severity === 'warning')
      .map(({ path }) => path);
    expect(paths).toEqual(['/cluster/logging', '/fargateProfiles/jobs', '/cluster/tags']);
  });
});

it('enforces network policies on nodes of Windows as well', async () => {
  const addons = [{ addonName: 'vpc-cni', addonVersion: 'v1', configurationValues: '{"enableNetworkPolicy": true}' }];
  const nodegroups = [group('web'), group('win', { amiType: 'WINDOWS_CORE_2022_x86_64' })];
  const { network } = (await planned(described({ addons, nodegroups }))).cluster;
  expect([network.policy, network.dataplane]).toEqual(['calico', undefined]);
});
