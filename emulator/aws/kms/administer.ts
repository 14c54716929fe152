/** What an administrator does to a key, so that a run can meet one that no longer lets it in; and who reads what was done. */

import { AwsError, type Call } from '../../base/service.ts';
import type { PolicyDocument } from '../iam/policy.ts';
import { keyOf, refuseOthers } from './describe.ts';
import type { Kms } from './kms-state.ts';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html, and API_EnableKey.html. */
export function setEnabled(kms: Kms, enabled: boolean, input: { KeyId: string }, call: Call) {
  refuseOthers(call, input, ['KeyId']);
  const key = keyOf(kms, input.KeyId, call);
  kms.authorize(call, key.arn, enabled ? 'kms:EnableKey' : 'kms:DisableKey', {});
  key.enabled = enabled;
  return {};
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
export function putKeyPolicy(kms: Kms, input: { KeyId: string; PolicyName?: string; Policy: string }, call: Call) {
  refuseOthers(call, input, ['KeyId', 'PolicyName', 'Policy']);
  const key = keyOf(kms, input.KeyId, call);
  kms.authorize(call, key.arn, 'kms:PutKeyPolicy', {});
  key.policy = JSON.parse(input.Policy) as PolicyDocument;
  return {};
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html: of the caller's own account, and not by alias. */
export function getKeyPolicy(kms: Kms, input: { KeyId: string; PolicyName?: string }, call: Call) {
  refuseOthers(call, input, ['KeyId', 'PolicyName']);
  if (input.KeyId.includes('alias/')) throw new AwsError('InvalidArnException', `Invalid keyId ${input.KeyId}`);
  const key = keyOf(kms, input.KeyId, call);
  kms.authorize(call, key.arn, 'kms:GetKeyPolicy', {});
  if (key.account !== call.account) {
    throw new AwsError(
      'AccessDeniedException',
      `${call.caller.arn} may not read the policy of a key of another account.`,
    );
  }
  return { Policy: JSON.stringify(key.policy), PolicyName: 'default' };
}
