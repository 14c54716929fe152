import type { Route } from '../request/route.ts';

/** Where the snapshots or disks of one end of a route are. */
export interface Home {
  account: string;
  region: string;
  /** Of an end in Azure, where account and Region are those of its role alone: `subscription/resource group`, in lower case. */
  group?: string;
}

/** Where a run keeps what it has made at that end. */
export function homeOf(end: Route['source'] | Route['target']): Home {
  const { account, region } = end;
  if (end.kind !== 'aks') return { account, region };
  const snapshots = 'snapshotResourceGroup' in end ? end.snapshotResourceGroup : undefined;
  return { account, region, group: `${end.subscription}/${snapshots ?? end.nodeResourceGroup}`.toLowerCase() };
}

/** What an id of one means is asked for in the other. */
export const isSameHome = (one: Home, other: Home): boolean =>
  one.account === other.account && one.region === other.region && one.group === other.group;

/** `account 222233334444, Region us-east-1`, or `resource group … of subscription …`. */
export function homeText({ account, region, group }: Home): string {
  if (group === undefined) return `account ${account}, Region ${region}`;
  const [subscription, resourceGroup] = group.split('/');
  return `resource group ${resourceGroup} of subscription ${subscription}`;
}
