import * as z from 'zod';
import { AwsError, type Call } from '../../base/service.ts';
import type { Iam } from './iam.ts';

const ContextEntry = z.strictObject({
  ContextKeyName: z.string(),
  ContextKeyType: z.string(),
  ContextKeyValues: z.array(z.string()),
});
export const SimulatePrincipalPolicy = z.strictObject({
  PolicySourceArn: z.string(),
  ActionNames: z.array(z.string()).min(1),
  ResourceArns: z.array(z.string()).min(1),
  ContextEntries: z.array(ContextEntry).default([]),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html: of roles, and without a ResourcePolicy. */
export function simulatePrincipalPolicy(
  iam: Iam,
  { PolicySourceArn: arn, ActionNames, ResourceArns, ContextEntries }: z.output<typeof SimulatePrincipalPolicy>,
  call: Call,
) {
  call.authorize('iam:SimulatePrincipalPolicy', arn);
  if (!iam.role(arn)) throw new AwsError('NoSuchEntity', `The role with ARN ${arn} cannot be found.`, 404);
  const context = Object.fromEntries(ContextEntries.map((entry) => [entry.ContextKeyName, entry.ContextKeyValues]));
  const results = ActionNames.flatMap((action) =>
    ResourceArns.map((resource) => {
      const { allowed, reason } = iam.simulate(arn, { region: call.region, action, resource, context });
      const denied = reason.includes('explicit deny') ? 'explicitDeny' : 'implicitDeny';
      return { EvalActionName: action, EvalResourceName: resource, EvalDecision: allowed ? 'allowed' : denied };
    }),
  );
  return { EvaluationResults: results, IsTruncated: false };
}
