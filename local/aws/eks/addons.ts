import { z } from 'zod';
import { AwsError } from '../service.ts';
import { clusterOf, type EksCall, page, paging } from './operation.ts';
import { findCluster } from './state.ts';

export const ListAddons = z.strictObject({ ...paging, clusterName: z.string() });
export const DescribeAddon = z.strictObject({ clusterName: z.string(), addonName: z.string() });

export function listAddons(input: z.output<typeof ListAddons>, eks: EksCall) {
  const cluster = clusterOf(input.clusterName, 'eks:ListAddons', eks);
  const { items, nextToken } = page([...cluster.addons.keys()], input);
  return { addons: items, nextToken };
}

export function describeAddon({ clusterName, addonName }: z.output<typeof DescribeAddon>, eks: EksCall) {
  const cluster = findCluster(eks.state, eks.call, clusterName, eks.now);
  const addonArn = `arn:aws:eks:${cluster.region}:${cluster.account}:addon/${clusterName}/${addonName}`;
  eks.call.authorize('eks:DescribeAddon', addonArn);
  const addon = cluster.addons.get(addonName);
  if (!addon) {
    throw new AwsError('ResourceNotFoundException', `No addon: ${addonName} found in cluster: ${clusterName}`, 404, {
      clusterName,
      addonName,
    });
  }
  return {
    addon: {
      addonName,
      clusterName,
      status: 'ACTIVE',
      addonVersion: addon.version,
      health: { issues: [] },
      addonArn,
      createdAt: new Date(addon.createdAt),
      modifiedAt: new Date(addon.createdAt),
      tags: {},
    },
  };
}
