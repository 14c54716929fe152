/** Where the local cloud, or a request, is not as botocore's models have it, and stays so. A row that nothing needs fails. */
export interface KnownDeviation {
  side: 'request' | 'answer' | 'signature';
  operation: string;
  what: string;
  reason: string;
}

/** `test/adapters/aws/cluster-factory.test.ts` has such a cluster, so that a plan names what it does not know. */
const FUTURE = 'A suite puts a setting of the future into the local cloud, to see that a plan names it.';
const future = (operation: string, member: string): KnownDeviation => ({
  side: 'answer',
  operation,
  what: `$.cluster.${member}: unknown to the model`,
  reason: FUTURE,
});

export const KNOWN_DEVIATIONS: readonly KnownDeviation[] = [
  future('eks:DescribeCluster', 'quantumConfig'),
  future('eks:DescribeCluster', 'upgradePolicy.window'),
  future('eks:DeleteCluster', 'quantumConfig'),
  future('eks:DeleteCluster', 'upgradePolicy.window'),
];
