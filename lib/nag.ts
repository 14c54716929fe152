import { type App, AspectPriority, Aspects, CfnResource, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ACCEPTED_FINDINGS } from './accepted-findings.data.ts';

/**
 * Checks the app by cdk-nag's AwsSolutions rules when it is synthesized. Findings of the table are acknowledged with
 * their reason, exactly where they are; any other one fails the synthesis.
 */
export function checkByAwsSolutions(app: App): void {
  const rules = new AwsSolutionsChecks(app);
  // As an aspect that comes last: a role whose policy is too long for it gets further policies while it is synthesized.
  Aspects.of(app).add(
    { visit: (construct) => CfnResource.isCfnResource(construct) && acknowledge(construct, rules) },
    { priority: AspectPriority.READONLY },
  );
  Validations.of(app).addPlugins(rules);
}

function acknowledge(resource: CfnResource, rules: AwsSolutionsChecks): void {
  for (const { ruleName, violatingResources } of rules.validateScope(resource).violations) {
    for (const { constructPath = '' } of violatingResources) {
      const accepted = ACCEPTED_FINDINGS.find(({ finding, on }) => finding.test(ruleName) && on.test(constructPath));
      if (accepted) Validations.of(resource).acknowledge({ id: ruleName, reason: accepted.reason });
    }
  }
}
