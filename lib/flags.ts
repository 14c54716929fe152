/**
 * Feature flags of the CDK, here and not in cdk.json, so that `node bin/kubeferry.ts` makes the same templates as the
 * CDK's own command (https://docs.aws.amazon.com/cdk/v2/guide/featureflags.html).
 */
export const FLAGS: Record<string, boolean> = {
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
  // A template has 1 MB, of which spaces would take a fifth.
  '@aws-cdk/core:suppressTemplateIndentation': true,
  // What CloudFormation would refuse fails here.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
};
