import type { Finding } from '../../../kube/finding.ts';
import type { Blueprint } from './blueprint.ts';
import { clusterFinding } from './cluster-finding.ts';

/** Things of the source that become one by the mappings, while EKS has one of each: it would refuse the second. */
export function duplicateFindings(cluster: string, { accessEntries, podIdentities }: Blueprint): Finding[] {
  const principals = twice(accessEntries.map(({ principalArn }) => principalArn));
  const accounts = twice(podIdentities.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`));
  return [
    ...principals.map((principal) => {
      const sentence = `Several access entries of the source become one of ${principal}, and EKS has one for each principal: map all but one of them to null in the route's target.create.map, or to principals of their own.`;
      return clusterFinding('blocker', cluster, `accessEntries.${principal}`, sentence, { current: principal });
    }),
    ...accounts.map((account) => {
      const sentence = `Several pod identity associations of the source become one of service account ${account}, and EKS has one for each: give their namespaces names of their own in mappings.namespaces.`;
      return clusterFinding('blocker', cluster, `podIdentities.${account}`, sentence, { current: account });
    }),
  ];
}

const twice = (names: string[]) => [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
