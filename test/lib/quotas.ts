import { expect } from 'vitest';
import { ofType, type Template } from './synthesize.ts';

/** Without spaces, as IAM counts. */
const lengthOf = (document: unknown) => JSON.stringify(document).length;

/**
 * Every role, policy and template within what AWS takes: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html.
 */
export function expectWithinQuotas(templates: Record<string, Template>): void {
  for (const [stack, template] of Object.entries(templates)) {
    for (const [id, { Properties }] of ofType(template, 'AWS::IAM::Role')) {
      const inline = ((Properties.Policies ?? []) as { PolicyDocument: unknown }[]).map((each) => each.PolicyDocument);
      const length = inline.reduce((sum: number, each) => sum + lengthOf(each), 0);
      expect(length, `${stack} ${id}`).toBeLessThanOrEqual(10_240);
      expect((Properties.ManagedPolicyArns ?? []).length, `${stack} ${id}`).toBeLessThanOrEqual(10);
    }
    for (const [id, { Properties }] of ofType(template, 'AWS::IAM::ManagedPolicy'))
      expect(lengthOf(Properties.PolicyDocument), `${stack} ${id}`).toBeLessThanOrEqual(6_144);
    for (const [id, { Properties }] of ofType(template, 'AWS::S3::BucketPolicy'))
      expect(lengthOf(Properties.PolicyDocument), `${stack} ${id}`).toBeLessThanOrEqual(20_480);
    expect(Object.keys(template.Resources).length, stack).toBeLessThanOrEqual(500);
    expect(Object.keys(template.Outputs ?? {}).length, stack).toBeLessThanOrEqual(200);
    expect(JSON.stringify(template).length, stack).toBeLessThanOrEqual(1_000_000);
  }
}
