import { resourceType } from '../template/resource.ts';
import { arnOf } from './function-version.ts';

export const functionAlias = resourceType({
  type: 'AWS::Lambda::Alias',
  uses: ['FunctionName', 'FunctionVersion', 'Name'],
  keeps: ['Description'],
  make(resource, { lambda }) {
    const arn = arnOf(resource);
    lambda.createAlias(arn, resource.properties.Name, resource.properties.FunctionVersion);
    return {
      ref: `${arn}:${resource.properties.Name}`,
      attributes: { AliasArn: `${arn}:${resource.properties.Name}` },
    };
  },
});
