import driverOfOneCluster from './managed/AmazonEBSCSIDriverEKSClusterScopedPolicy.json' with { type: 'json' };
import driver from './managed/AmazonEBSCSIDriverPolicy.json' with { type: 'json' };
import driverV2 from './managed/AmazonEBSCSIDriverPolicyV2.json' with { type: 'json' };
import blockStorage from './managed/AmazonEKSBlockStoragePolicy.json' with { type: 'json' };
import blockStorageV2 from './managed/AmazonEKSBlockStoragePolicyV2.json' with { type: 'json' };
import serviceRole from './managed/AmazonEKSServiceRolePolicy.json' with { type: 'json' };
import type { PolicyDocument, Statement } from './policy.ts';

const policy = (...Statement: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const allow = (...Action: string[]): Statement => ({ Effect: 'Allow', Action, Resource: '*' });

/** AWS managed policies that the app or its users attach (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html). */
const MANAGED: Record<string, PolicyDocument> = {
  AdministratorAccess: policy(allow('*')),
  'service-role/AWSLambdaBasicExecutionRole': policy(
    allow('logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'),
  ),
  'service-role/AWSLambdaVPCAccessExecutionRole': policy(
    allow(
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ),
  ),
  AWSXRayDaemonWriteAccess: policy(
    allow(
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:GetSamplingStatisticSummaries',
    ),
  ),
};

/** AWS's own text of the policies by which drivers attach volumes, each with its version and the page that it is from. */
const AS_PUBLISHED = [driver, driverV2, driverOfOneCluster, blockStorage, blockStorageV2, serviceRole];

/** Throws a sentence for a policy that is not known here. */
export function awsManagedPolicy(arn: string): PolicyDocument {
  const name = arn.replace(/^arn:aws[a-z-]*:iam::aws:policy\//, '');
  const published = AS_PUBLISHED.find((policy) => policy.arn.endsWith(`:policy/${name}`));
  if (published) return published.document as PolicyDocument;
  const found = MANAGED[name];
  if (!found) throw new Error(`The managed policy '${arn}' is not known to the local cloud.`);
  return found;
}
