import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Reads what the account may have of a thing, or AWS's default of it; the operations know no resource
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_servicequotas.html).
 */
export class Quotas extends PolicyDocument {
  constructor() {
    super({
      statements: [
        new PolicyStatement({
          sid: 'ReadQuotas',
          actions: ['servicequotas:GetServiceQuota', 'servicequotas:GetAWSDefaultServiceQuota'],
          resources: ['*'],
        }),
      ],
    });
  }
}
