import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ACCEPTED_FINDINGS } from './accepted-findings.data.ts';

/**
 * Checks the app by cdk-nag's AwsSolutions rules when it is synthesized. Findings of the table are acknowledged with
 * their reason, exactly where they are; any other one fails the synthesis.
 */
export function checkByAwsSolutions(app: App): void {
  const constructs = new Map(app.node.findAll().map((construct) => [construct.node.path, construct]));
  for (const { ruleName, violatingResources } of new AwsSolutionsChecks(app).validateScope(app).violations) {
    for (const { constructPath = '' } of violatingResources) {
      const accepted = ACCEPTED_FINDINGS.find(({ finding, on }) => finding.test(ruleName) && on.test(constructPath));
      const resource = constructs.get(constructPath);
      if (accepted && resource) Validations.of(resource).acknowledge({ id: ruleName, reason: accepted.reason });
    }
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
