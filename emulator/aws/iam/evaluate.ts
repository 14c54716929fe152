/**
 * Policy evaluation within one account and across accounts; pure
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 */

import { conditionsHold } from './conditions.ts';
import { listOf, type OneOrMany, type PolicyDocument, type Statement, statementsOf } from './policy.ts';
import type { Context } from './request-context.ts';
import { substitute } from './variables.ts';
import { matchesWildcard } from './wildcard.ts';

export interface Principal {
  account: string;
  /** Of the user, or of the role's session. */
  arn: string;
  /** Of the user, or of the role. */
  principalArn: string;
}

export interface ResourcePolicy {
  /** Undefined: the resource has none. */
  policy: PolicyDocument | undefined;
  /** Of the account that owns the resource. */
  account: string;
  /** KMS keys and roles: identity policies count only as far as this policy lets the account delegate. */
  mustAllow: boolean;
}

export interface AccessQuestion {
  principal: Principal;
  action: string;
  resource: string;
  context: Context;
  identity: PolicyDocument[];
  /** A session's own policies: what they do not allow is not allowed. */
  session?: PolicyDocument[];
  /** Left out for resources that cannot have a policy. */
  resourcePolicy?: ResourcePolicy;
}

export interface Decision {
  allowed: boolean;
  /** As AWS words it: `User: … is not authorized to perform: … because …`. */
  reason: string;
}

export function evaluate(question: AccessQuestion): Decision {
  const { identity, session, resourcePolicy, principal } = question;
  const own = identity.flatMap(statementsOf);
  const limits = session?.flatMap(statementsOf);
  const shared = resourcePolicy?.policy ? statementsOf(resourcePolicy.policy) : [];
  const denies = (statements: Statement[]) => statements.some((s) => s.Effect === 'Deny' && applies(s, question));
  if (denies(own) || denies(limits ?? [])) return no(question, 'with an explicit deny in an identity-based policy');
  if (shared.some((s) => s.Effect === 'Deny' && grants(s, question) !== 'nothing')) {
    return no(question, 'with an explicit deny in a resource-based policy');
  }
  const allows = (statements: Statement[]) => statements.some((s) => s.Effect === 'Allow' && applies(s, question));
  if (limits && !allows(limits)) return no(question, `because no session policy allows the ${question.action} action`);
  const grant = strongest(shared.filter((s) => s.Effect === 'Allow').map((s) => grants(s, question)));
  const sameAccount = !resourcePolicy || resourcePolicy.account === principal.account;
  if (sameAccount && grant === 'principal') return yes(question);
  if (!allows(own)) return no(question, `because no identity-based policy allows the ${question.action} action`);
  if (grant === 'nothing' && (!sameAccount || resourcePolicy?.mustAllow)) {
    return no(question, `because no resource-based policy allows the ${question.action} action`);
  }
  return yes(question);
}

/** Whom a statement of a resource policy gives something: the caller, the caller's whole account, or not the caller. */
type Grant = 'principal' | 'account' | 'nothing';

function grants(statement: Statement, question: AccessQuestion): Grant {
  if (!applies(statement, question)) return 'nothing';
  const { account, arn, principalArn } = question.principal;
  if (statement.Principal === '*') return 'principal';
  const named = listOf(statement.Principal?.AWS);
  if (named.some((name) => name === '*' || name === arn || name === principalArn)) return 'principal';
  const root = new RegExp(`^(arn:aws[a-z-]*:iam::)?${account}(:root)?$`);
  return named.some((name) => root.test(name)) ? 'account' : 'nothing';
}

const strongest = (all: Grant[]): Grant =>
  all.includes('principal') ? 'principal' : all.includes('account') ? 'account' : 'nothing';

/** Action, resource and conditions fit; the principal is looked at elsewhere. */
function applies(statement: Statement, { action, resource, context }: AccessQuestion): boolean {
  const actionFits = statement.NotAction
    ? !matchesAny(statement.NotAction, action, context, true)
    : matchesAny(statement.Action, action, context, true);
  return actionFits && resourceFits(statement, resource, context) && conditionsHold(statement.Condition, context);
}

/** Trust policies have no Resource: they are about their role only. */
function resourceFits({ Resource, NotResource }: Statement, resource: string, context: Context): boolean {
  if (NotResource) return !matchesAny(NotResource, resource, context);
  return Resource === undefined || matchesAny(Resource, resource, context);
}

function matchesAny(patterns: OneOrMany | undefined, text: string, context: Context, ignoreCase = false): boolean {
  return listOf(patterns).some((pattern) => {
    const replaced = substitute(pattern, context);
    return replaced !== undefined && matchesWildcard(replaced, text, ignoreCase);
  });
}

const yes = ({ action }: AccessQuestion): Decision => ({ allowed: true, reason: `${action} is allowed` });

function no({ principal, action, resource }: AccessQuestion, why: string): Decision {
  const target = resource === '*' ? '' : ` on resource: ${resource}`;
  return { allowed: false, reason: `User: ${principal.arn} is not authorized to perform: ${action}${target} ${why}` };
}
