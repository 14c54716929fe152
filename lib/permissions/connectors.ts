import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { connectorName } from '../../core/base/run/names.ts';
import { functionArn } from '../arns.ts';
import { connectorsOf, type MemberPlace } from '../members.ts';

/** Calls the connectors of this side's clusters, each by its own ARN. */
export class Connectors extends PolicyDocument {
  constructor(member: MemberPlace) {
    const { account, region, side } = member;
    super({
      statements: [
        new PolicyStatement({
          sid: 'CallConnectors',
          actions: ['lambda:InvokeFunction'],
          resources: connectorsOf(member).map(({ cluster }) =>
            functionArn(account, region, connectorName(side, cluster)),
          ),
        }),
      ],
    });
  }
}
