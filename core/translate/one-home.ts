import { type ClusterFacts, cloudOf } from './context.ts';

type Home = Pick<ClusterFacts, 'cloud' | 'account' | 'subscription'>;

/**
 * Whether two clusters are in one account of AWS, or in one subscription of Azure: names of zones mean the same places then
 * (https://learn.microsoft.com/azure/reliability/availability-zones-overview#physical-and-logical-availability-zones), and resources of one are
 * within reach of the other.
 */
export function inOneHome(source: Home, target: Home): boolean {
  const [from, to] = [source, target].map(({ subscription, account }) => subscription ?? account);
  return cloudOf(source) === cloudOf(target) && from === to;
}
