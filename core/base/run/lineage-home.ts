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

export const homeText = ({ account, region, group }: Home): string =>
  group === undefined ? `account ${account}, ${region}` : `Azure, ${group}`;
