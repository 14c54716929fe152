import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { WEB_IDENTITY } from '../../core/base/run/names.ts';

/**
 * Tokens for these audiences alone, which are of no use to others, and of no use for long
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html).
 */
export function proveItself(sid: string, audiences: string[]): PolicyStatement {
  return new PolicyStatement({
    sid,
    actions: ['sts:GetWebIdentityToken'],
    resources: ['*'],
    conditions: {
      'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': audiences },
      Null: { 'sts:IdentityTokenAudience': 'false' },
      StringEquals: { 'sts:SigningAlgorithm': WEB_IDENTITY.algorithm },
      NumericLessThanEquals: { 'sts:DurationSeconds': WEB_IDENTITY.seconds },
    },
  });
}
