import { TagList } from '../../aws/iam/tags.ts';
import { resourceType } from '../template/resource.ts';

export const role = resourceType({
  type: 'AWS::IAM::Role',
  uses: ['AssumeRolePolicyDocument', 'RoleName', 'Path', 'MaxSessionDuration', 'Policies', 'ManagedPolicyArns', 'Tags'],
  keeps: ['Description'],
  make({ account, properties, generatedName }, { iam }) {
    const made = iam.createRole({
      account,
      name: properties.RoleName ?? generatedName,
      path: properties.Path,
      trust: properties.AssumeRolePolicyDocument,
      maxSessionSeconds: properties.MaxSessionDuration,
      tags: TagList.parse(properties.Tags),
    });
    for (const { PolicyName, PolicyDocument } of properties.Policies ?? []) {
      iam.putPolicy(made.arn, PolicyName, PolicyDocument);
    }
    for (const arn of properties.ManagedPolicyArns ?? []) iam.attachPolicy(made.arn, arn);
    return { ref: made.name, attributes: { Arn: made.arn, RoleId: made.name } };
  },
});
