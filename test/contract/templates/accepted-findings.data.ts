/** What a witness says of our templates and policies, and stays so. `templates.test.ts` fails on a row that nothing needs. */
export interface AcceptedFinding {
  witness: 'service authorization reference' | 'cfn-lint' | 'parliament';
  finding: RegExp;
  /** Stack and logical id, and the Sid of a statement where there is one. */
  on: RegExp;
  /** For people. */
  what: string;
  reason: string;
}

export const ACCEPTED_FINDINGS: readonly AcceptedFinding[] = [
  {
    witness: 'service authorization reference',
    finding: /^StringEquals on events:source, which is ArrayOfString$/,
    on: /^kubeferry-hub .* PutOwnEvents$/,
    what: 'StringEquals on events:source, a key of many values',
    reason:
      'A machine puts one event at a time; the EventBridge user guide writes this condition with StringEquals as well ("Using IAM policy conditions").',
  },
  {
    witness: 'service authorization reference',
    finding: /^ec2:(Assign|Unassign)PrivateIpAddresses|^ec2:(Create|Delete)NetworkInterface/,
    on: /(LambdaManagesInterfaces|CodeDoesNot)$/,
    what: 'The rights on network interfaces of a connector are on every resource',
    reason:
      'Lambda checks them on every resource when the function is made (Lambda developer guide, "Giving Lambda functions access to resources in a VPC"); the code of the function is denied them.',
  },
  {
    witness: 'service authorization reference',
    finding: /^eks:CreateCluster knows no resource$|^no action acts on arn:aws:eks:.*:cluster\/dev$/,
    on: /MakeTaggedClusters$/,
    what: 'eks:CreateCluster on the ARN of one cluster, where the reference lists no resource type',
    reason:
      'The EKS user guide grants it on the cluster\'s ARN ("Create a Kubernetes cluster on the AWS Cloud"), which is less than every cluster; to be tried first in an account.',
  },
  {
    witness: 'service authorization reference',
    finding: /^iam:CreateServiceLinkedRole on every resource$/,
    on: /MakeServiceRoles$/,
    what: 'iam:CreateServiceLinkedRole on every resource',
    reason: 'The names of such roles are AWS’s; the condition on iam:AWSServiceName says which may be made.',
  },
  {
    witness: 'service authorization reference',
    finding: /^ForAnyValue:StringLike on cognito-identity\.amazonaws\.com:amr, which is String$/,
    on: /^kubeferry-ui People/,
    what: 'ForAnyValue:StringLike on cognito-identity.amazonaws.com:amr, a key of one value',
    reason:
      'The key has several values, and the Cognito developer guide writes the condition so ("Role trust and permissions").',
  },
  {
    witness: 'cfn-lint',
    finding: /^W3005 '\w+[Rr]ole[0-9A-F]{8}' dependency already enforced by a 'GetAtt'/,
    on: /^kubeferry-/,
    what: 'W3005: a function, machine or schedule depends on its role by DependsOn and by GetAtt',
    reason: 'The CDK writes both, so that policies of the role are there before it is used.',
  },
  {
    witness: 'cfn-lint',
    finding:
      /^E3601 '\{% .*pace\.\w+AtOnce .* is not of type 'number'|^E1101 Exception 'sequence item 3: expected str instance/,
    on: /^kubeferry-hub Machines(copyblocks|copyrounds|provesnapshot|transferworkload)/,
    what: 'E3601 and E1101: MaxConcurrency of a map that is an expression',
    reason:
      'In JSONata MaxConcurrency may be an expression (the CDK has it as jsonataMaxConcurrency); the schema of cfn-lint takes numbers only, and breaks where the map stands within a parallel state.',
  },
  {
    witness: 'parliament',
    finding: /^RESOURCE_MISMATCH .*'required_format': 'arn:\*:states:\*:\*:(express|mapRun):/,
    on: /^kubeferry-(hub|routes-[a-z-]+) /,
    what: 'States actions are said to need ARNs of express executions and map runs',
    reason: 'parliament asks for every type that an action knows; the machines are standard ones, and run no such map.',
  },
  {
    witness: 'parliament',
    finding: /^RESOURCE_MISMATCH .*'ec2:Create(Snapshots?|Volume)'/,
    on: /^kubeferry-(source|target)-/,
    what: 'CreateSnapshot, CreateSnapshots and CreateVolume are said to need all their resources in one statement',
    reason: 'What is read and what is made are in statements of their own, since their conditions differ.',
  },
  {
    witness: 'parliament',
    finding: /^RESOURCE_MISMATCH .*'eks:CreateCluster'|^RESOURCE_STAR .*iam:CreateServiceLinkedRole/,
    on: /^kubeferry-target-/,
    what: 'eks:CreateCluster on one cluster, iam:CreateServiceLinkedRole on every resource',
    reason: 'As above, of the service authorization reference.',
  },
  {
    witness: 'parliament',
    finding: /^RESOURCE_STAR .*ec2:CreateNetworkInterface|^UNKNOWN_CONDITION_FOR_ACTION .*lambda:SourceFunctionArn/,
    on: /Connector/,
    what: 'The rights of a connector are on every resource, and denied by lambda:SourceFunctionArn',
    reason:
      'As above; lambda:SourceFunctionArn is in every request that the code of a function makes (Lambda developer guide, execution roles).',
  },
  {
    witness: 'parliament',
    finding: /^UNKNOWN_ACTION Unknown action eks:ListCapabilities$/,
    on: /^kubeferry-(source|target)-/,
    what: 'eks:ListCapabilities is unknown',
    reason:
      'The data of parliament is older than the action; the service authorization reference and botocore have it.',
  },
  {
    witness: 'parliament',
    finding: /^UNKNOWN_ACTION Unknown action sts:GetWebIdentityToken$/,
    on: /^kubeferry-(source|target)-/,
    what: 'sts:GetWebIdentityToken is unknown',
    reason: 'As eks:ListCapabilities: the service authorization reference and botocore have it.',
  },
  {
    witness: 'parliament',
    finding: /^UNKNOWN_CONDITION_FOR_ACTION Unknown condition kms:GrantIsForAWSResource for action kms:DescribeKey$/,
    on: /^kubeferry-target-/,
    what: 'kms:GrantIsForAWSResource over kms:DescribeKey',
    reason: 'The operator is BoolIfExists: it lets DescribeKey pass, which never has the key.',
  },
  {
    witness: 'parliament',
    finding: /^MISMATCHED_TYPE_BUT_USABLE Type mismatch: StringNotEquals requires a value of type String but given Arn/,
    on: /^kubeferry-hub /,
    what: 'StringNotEquals with an ARN in the policy of the bucket',
    reason: 'The key of the bucket is one ARN without wildcards, to be equal letter by letter.',
  },
  {
    witness: 'parliament',
    finding: /^RESOURCE_MISMATCH .*'kms:CreateKey', 'required_format': '\*'/,
    on: /^kubeferry-\S+ \w*Key\w+$/,
    what: 'kms:* for the account in the policy of a key',
    reason:
      "As AWS's own default policy of keys has it: it lets IAM policies of the account decide, and AWS warns of keys without it.",
  },
];
