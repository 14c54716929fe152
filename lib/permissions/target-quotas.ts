import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Reads what the account may have of a thing; the operation knows no resource
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_servicequotas.html).
 */
export class TargetQuotas extends PolicyDocument {
  constructor() {
    super({
      statements: [
        new PolicyStatement({ sid: 'ReadQuotas', actions: ['servicequotas:GetServiceQuota'], resources: ['*'] }),
      ],
    });
  }
}
