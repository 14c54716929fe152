import { resourceType } from '../template/resource.ts';

export const managedPolicy = resourceType({
  type: 'AWS::IAM::ManagedPolicy',
  uses: ['PolicyDocument', 'ManagedPolicyName', 'Path', 'Roles', 'Users'],
  keeps: ['Description'],
  make({ account, properties, generatedName }, { iam }) {
    const arn = `arn:aws:iam::${account}:policy${properties.Path ?? '/'}${properties.ManagedPolicyName ?? generatedName}`;
    iam.createManagedPolicy(arn, properties.PolicyDocument);
    for (const name of properties.Roles ?? []) iam.attachPolicy(iam.roleNamed(account, name).arn, arn);
    for (const name of properties.Users ?? []) iam.attachPolicy(`arn:aws:iam::${account}:user/${name}`, arn);
    return { ref: arn, attributes: { PolicyArn: arn } };
  },
});
