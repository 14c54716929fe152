/** The same templates before the evaluator that the local cloud enforces: one call, with its condition keys. */
import { evaluate } from '../../../emulator/aws/iam/evaluate.ts';
import type { PolicyDocument, Statement } from '../../../emulator/aws/iam/policy.ts';
import type { Principal, Rule, World } from './world.ts';

export interface Asked {
  action: string;
  resource: string;
  context?: Record<string, string | string[]>;
}

export function isAllowed(world: World, principal: Principal, { action, resource, context = {} }: Asked): boolean {
  const owner = resource.split(':')[4] || principal.account;
  const keys = { 'aws:PrincipalArn': principal.arn, 'aws:SecureTransport': 'true', ...context };
  const trust = action === 'sts:AssumeRole' ? world.roles.get(resource)?.trust : undefined;
  const policy =
    trust ?? world.resourceRules.filter(({ resources }) => resources.some((arn) => sameThing(arn, resource)));
  return evaluate({
    principal: { account: principal.account, arn: principal.arn, principalArn: principal.arn },
    action,
    resource,
    context: new Map(Object.entries(keys).map(([key, value]) => [key.toLowerCase(), [value].flat()])),
    identity: [document(principal.rights)],
    ...(policy.length > 0
      ? {
          resourcePolicy: {
            policy: document(policy, trust !== undefined),
            account: owner,
            mustAllow: trust !== undefined,
          },
        }
      : {}),
  }).allowed;
}

const sameThing = (arn: string, resource: string) => resource.startsWith(arn.replace(/\/?\*$/, ''));

/** A trust policy has no Resource: it is about its role. */
function document(rules: Rule[], isTrust = false): PolicyDocument {
  return {
    Statement: rules.map(
      ({ effect, actions, resources, principals, conditions }) =>
        ({
          Effect: effect,
          Action: actions,
          ...(isTrust ? {} : { Resource: resources }),
          ...(principals.length > 0 ? { Principal: principals.includes('*') ? '*' : { AWS: principals } } : {}),
          Condition: conditions,
        }) as Statement,
    ),
  };
}
