import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { stackArn } from '../arns.ts';
import type { MemberPlace } from '../members.ts';

/** Reads the outputs of the role's own stack, which say what version of these rights is deployed. */
export class OwnStack extends PolicyDocument {
  constructor({ account, region, stackName }: MemberPlace) {
    super({
      statements: [
        new PolicyStatement({
          sid: 'ReadOwnStack',
          actions: ['cloudformation:DescribeStacks'],
          resources: [stackArn(account, region, stackName)],
        }),
      ],
    });
  }
}
