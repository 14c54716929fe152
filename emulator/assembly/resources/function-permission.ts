import { resourceType } from '../template/resource.ts';
import { arnOf } from './function-version.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
export const functionPermission = resourceType({
  type: 'AWS::Lambda::Permission',
  uses: ['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount'],
  make(resource, { lambda }) {
    const { Action, Principal, SourceArn, SourceAccount } = resource.properties;
    const arn = arnOf(resource);
    lambda.addPermission(arn, {
      Effect: 'Allow',
      Principal: /\.amazonaws\.com$/.test(Principal) ? { Service: Principal } : { AWS: Principal },
      Action,
      Resource: arn,
      Condition: {
        ...(SourceArn ? { ArnLike: { 'aws:SourceArn': SourceArn } } : {}),
        ...(SourceAccount ? { StringEquals: { 'aws:SourceAccount': SourceAccount } } : {}),
      },
    });
    return { ref: resource.generatedName };
  },
});
