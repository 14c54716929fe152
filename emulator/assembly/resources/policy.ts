import { resourceType } from '../template/resource.ts';

export const policy = resourceType({
  type: 'AWS::IAM::Policy',
  uses: ['PolicyDocument', 'PolicyName', 'Roles', 'Users'],
  make({ account, properties }, { iam }) {
    for (const name of properties.Roles ?? []) {
      iam.putPolicy(iam.roleNamed(account, name).arn, properties.PolicyName, properties.PolicyDocument);
    }
    for (const name of properties.Users ?? []) {
      iam.putPolicy(`arn:aws:iam::${account}:user/${name}`, properties.PolicyName, properties.PolicyDocument);
    }
    return { ref: properties.PolicyName };
  },
});
