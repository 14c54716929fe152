import type { Route } from '../../base/request/route.ts';
import type { Usage } from './usage.ts';

/** Which ends of a route are in Azure, which bills there itself. */
export interface Clouds {
  fromAzure: boolean;
  toAzure: boolean;
}

export const cloudsOf = ({
  source,
  target,
}: {
  source: Pick<Route['source'], 'kind'>;
  target: Pick<Route['target'], 'kind'>;
}): Clouds => ({ fromAzure: source.kind === 'aks', toAzure: target.kind === 'aks' });

/**
 * What AWS bills of it: no snapshot of Azure, no call that reads or writes its pages, and no way between Regions, since what comes from
 * Azure comes from outside; but each GiB that leaves AWS for the internet
 * (https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer). `gibibytes` are those that are written at the target. Pure.
 */
export function billedByAws(usage: Usage, gibibytes: number, { fromAzure, toAzure }: Clouds): Usage {
  if (!fromAzure && !toAzure) return usage;
  const shareOfAws = fromAzure && toAzure ? 0 : 0.5;
  return {
    ...usage,
    transferGiB: 0,
    internetGiB: toAzure ? gibibytes : 0,
    snapshotGiBHours: usage.snapshotGiBHours * shareOfAws,
    blocksRead: fromAzure ? 0 : usage.blocksRead,
    blocksWritten: toAzure ? 0 : usage.blocksWritten,
    blockListings: fromAzure ? 0 : usage.blockListings,
  };
}

/** The same of a comparison, which reads both sides alike, and for which nothing leaves AWS. */
export function comparedInAws(usage: Usage, { fromAzure, toAzure }: Clouds): Usage {
  if (!fromAzure && !toAzure) return usage;
  const shareOfAws = fromAzure && toAzure ? 0 : 0.5;
  const { blocksRead, blockListings } = usage;
  return {
    ...usage,
    transferGiB: 0,
    blocksRead: blocksRead * shareOfAws,
    blockListings: blockListings * shareOfAws,
  };
}
