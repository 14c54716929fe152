import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../base/service.ts';
import { ADDON_NAMES, accountsOf, addonVersionsFor, knowsAddon } from './addon-versions.data.ts';
import { type EksCall, invalid, page, paging, passRole, TagMap, token } from './operation.ts';
import { activeCluster, findPart, listParts, type PartKind, partWire } from './parts.ts';
import { addPodIdentity } from './pod-identities.ts';
import type { Addon, Cluster } from './state.ts';

export const ListAddons = z.strictObject({ ...paging, clusterName: z.string() });
export const DescribeAddon = z.strictObject({ clusterName: z.string(), addonName: z.string() });
export const DescribeAddonVersions = z.strictObject({
  ...paging,
  addonName: z.string().optional(),
  kubernetesVersion: z.string().optional(),
});
export const DescribeAddonConfiguration = z.strictObject({ addonName: z.string(), addonVersion: z.string() });
export const CreateAddon = z.strictObject({
  ...token,
  clusterName: z.string(),
  addonName: z.string(),
  addonVersion: z.string().optional(),
  configurationValues: z.string().optional(),
  serviceAccountRoleArn: z.string().optional(),
  resolveConflicts: z.enum(['NONE', 'OVERWRITE', 'PRESERVE']).default('NONE'),
  namespaceConfig: z.strictObject({ namespace: z.string() }).optional(),
  podIdentityAssociations: z.array(z.strictObject({ serviceAccount: z.string(), roleArn: z.string() })).default([]),
  tags: TagMap,
});

const KIND: PartKind<Addon> = {
  nameField: 'addonName',
  action: 'Addon',
  partsOf: ({ addons }) => addons,
  missingArn: (cluster, name) => addonArn(cluster, name),
  missing: (name, cluster) => `No addon: ${name} found in cluster: ${cluster}`,
};

/** `arn:…:addon/CLUSTER/NAME/ID`. */
export const addonArn = ({ region, account, name }: Cluster, addon: string) =>
  `arn:aws:eks:${region}:${account}:addon/${name}/${addon}/${randomUUID()}`;

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html: only a version that supports the cluster's. */
export function createAddon(input: z.output<typeof CreateAddon>, eks: EksCall) {
  const { clusterName, addonName, tags, configurationValues, serviceAccountRoleArn, namespaceConfig } = input;
  const cluster = activeCluster(clusterName, 'eks:CreateAddon', tags, eks);
  if (cluster.addons.has(addonName))
    throw new AwsError('ResourceInUseException', 'Addon already exists.', 409, { clusterName, addonName });
  const versions = addonVersionsFor(addonName, cluster.version);
  const version = input.addonVersion ?? versions.find(({ isDefault }) => isDefault)?.version;
  if (!versions.some((each) => each.version === version)) throw invalid('Addon version specified is not supported');
  passRole(serviceAccountRoleArn, eks);
  const addon: Addon = {
    name: addonName,
    arn: addonArn(cluster, addonName),
    version: version!,
    createdAt: eks.now,
    activeAt: eks.now + eks.durations.createAddon,
    request: {
      ...(configurationValues === undefined ? {} : { configurationValues }),
      ...(serviceAccountRoleArn === undefined ? {} : { serviceAccountRoleArn }),
      ...(namespaceConfig === undefined ? {} : { namespaceConfig }),
    },
    tags,
  };
  cluster.addons.set(addonName, addon);
  for (const identity of input.podIdentityAssociations)
    addPodIdentity(
      cluster,
      { namespace: namespaceConfig?.namespace ?? 'kube-system', ...identity },
      {},
      eks,
      addon.arn,
    );
  return { addon: addonWire(cluster, addon, eks) };
}

export function listAddons(input: z.output<typeof ListAddons>, eks: EksCall) {
  const { items, nextToken } = listParts(KIND, input, eks);
  return { addons: items, nextToken };
}

export function describeAddon({ clusterName, addonName }: z.output<typeof DescribeAddon>, eks: EksCall) {
  const { cluster, part } = findPart(KIND, clusterName, addonName, 'Describe', eks);
  return { addon: addonWire(cluster, part, eks) };
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeAddonVersions.html */
export function describeAddonVersions(input: z.output<typeof DescribeAddonVersions>, eks: EksCall) {
  eks.call.authorize('eks:DescribeAddonVersions', '*');
  const { addonName, kubernetesVersion = '1.36' } = input;
  if (addonName !== undefined && !knowsAddon(addonName)) throw invalid(`Addon ${addonName} specified is not supported`);
  const { items, nextToken } = page(addonName === undefined ? ADDON_NAMES : [addonName], input);
  const addons = items.map((name) => ({
    addonName: name,
    type: 'networking',
    addonVersions: addonVersionsFor(name, kubernetesVersion).map(({ version, isDefault }) => ({
      addonVersion: version,
      architecture: ['amd64', 'arm64'],
      compatibilities: [{ clusterVersion: kubernetesVersion, platformVersions: ['*'], defaultVersion: isDefault }],
    })),
  }));
  return { addons, nextToken };
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeAddonConfiguration.html: the service accounts alone. */
export function describeAddonConfiguration(
  { addonName, addonVersion }: z.output<typeof DescribeAddonConfiguration>,
  { call }: EksCall,
) {
  call.authorize('eks:DescribeAddonConfiguration', '*');
  if (!knowsAddon(addonName)) throw invalid(`Addon ${addonName} specified is not supported`);
  const podIdentityConfiguration = accountsOf(addonName).map((serviceAccount) => ({ serviceAccount }));
  return { addonName, addonVersion, podIdentityConfiguration };
}

const addonWire = (cluster: Cluster, addon: Addon, eks: EksCall) => ({
  ...partWire(cluster, addon, eks),
  addonName: addon.name,
  addonVersion: addon.version,
  addonArn: addon.arn,
  modifiedAt: new Date(addon.createdAt),
  podIdentityAssociations: [...cluster.podIdentities.values()].flatMap(({ arn, ownerArn }) =>
    ownerArn === addon.arn ? [arn] : [],
  ),
});
