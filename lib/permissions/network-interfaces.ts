import { Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * What Lambda needs to put a function into a VPC, on every resource, and denied to the function's own code: both as
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html says.
 */
const ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** Lambda may manage the network interfaces of this function; its code may not. */
export class NetworkInterfaces extends PolicyDocument {
  constructor(functionArn: string) {
    super({
      statements: [
        new PolicyStatement({ sid: 'LambdaManagesInterfaces', actions: ACTIONS, resources: ['*'] }),
        new PolicyStatement({
          sid: 'CodeDoesNot',
          effect: Effect.DENY,
          actions: ACTIONS,
          resources: ['*'],
          conditions: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
        }),
      ],
    });
  }
}
