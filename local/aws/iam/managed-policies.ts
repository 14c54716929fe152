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

/** Throws a sentence for a policy that is not known here. */
export function awsManagedPolicy(arn: string): PolicyDocument {
  const found = MANAGED[arn.replace(/^arn:aws[a-z-]*:iam::aws:policy\//, '')];
  if (!found) throw new Error(`The managed policy '${arn}' is not known to the local cloud.`);
  return found;
}
