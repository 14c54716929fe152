/** Where the local cloud, or a request, is not as botocore's models have it, and stays so. A row that nothing needs fails. */
export interface KnownDeviation {
  side: 'request' | 'answer' | 'signature';
  operation: string;
  what: string;
  reason: string;
  /** True where it depends on who comes first: then a run may well be without it. */
  sometimes?: boolean;
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
  {
    side: 'answer',
    operation: 'eks:CreateFargateProfile',
    what: 'error ResourceInUseException: neither in the model nor common',
    reason:
      'EKS changes one profile at a time; clients of others meet this error when they delete, and no model has it.',
    sometimes: true,
  },
  {
    side: 'answer',
    operation: 'eks:ListCapabilities',
    what: 'error ResourceNotFoundException: neither in the model nor common',
    reason:
      'Of a cluster that does not exist, or not yet. The model names no such error for this list alone; what EKS says is to be seen in an account.',
    sometimes: true,
  },
  {
    side: 'answer',
    operation: 's3:GetObject',
    what: 'status 206, the model says 200',
    reason:
      'Of a part that is asked for with Range (RFC 9110, 15.3.7; Amazon S3 API reference, GetObject); the model has one status for all.',
  },
  {
    side: 'answer',
    operation: 'eks:CreateNodegroup',
    what: 'error ResourceNotFoundException: neither in the model nor common',
    reason: 'Of a cluster that EKS does not show yet, as of the list above.',
    sometimes: true,
  },
  {
    side: 'answer',
    operation: 'eks:CreateFargateProfile',
    what: 'error ResourceNotFoundException: neither in the model nor common',
    reason: 'Of a cluster that EKS does not show yet, as of the list above.',
    sometimes: true,
  },
];
