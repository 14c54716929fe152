/** https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
import { randomBytes } from 'node:crypto';
import { AwsError, type Call } from '../../base/service.ts';
import { keyOf, refuseOthers } from './describe.ts';
import type { Kms } from './kms-state.ts';

interface CreateGrantInput {
  KeyId: string;
  GranteePrincipal: string;
  Operations: string[];
  RetiringPrincipal?: string;
  Name?: string;
}

export function createGrant(kms: Kms, input: CreateGrantInput, call: Call) {
  refuseOthers(call, input, ['KeyId', 'GranteePrincipal', 'Operations', 'RetiringPrincipal', 'Name']);
  const key = keyOf(kms, input.KeyId, call);
  kms.authorize(call, key.arn, 'kms:CreateGrant', {
    'kms:GrantOperations': input.Operations,
    'kms:GranteePrincipal': input.GranteePrincipal,
    'kms:GrantIsForAWSResource': 'false',
  });
  if (!key.enabled) throw new AwsError('DisabledException', `${key.arn} is disabled.`);
  const id = randomBytes(32).toString('hex');
  const retiring = input.RetiringPrincipal ? { retiring: input.RetiringPrincipal } : {};
  key.grants.push({ id, grantee: input.GranteePrincipal, operations: input.Operations, ...retiring });
  return { GrantId: id, GrantToken: Buffer.from(id).toString('base64') };
}

export function listGrants(kms: Kms, input: { KeyId: string }, call: Call) {
  refuseOthers(call, input, ['KeyId']);
  const key = keyOf(kms, input.KeyId, call);
  kms.authorize(call, key.arn, 'kms:ListGrants', {});
  const Grants = key.grants.map(({ id, grantee, operations, retiring }) => ({
    GrantId: id,
    KeyId: key.arn,
    GranteePrincipal: grantee,
    Operations: operations,
    RetiringPrincipal: retiring,
    IssuingAccount: `arn:aws:iam::${key.account}:root`,
  }));
  return { Grants, Truncated: false };
}

export function revokeGrant(kms: Kms, input: { KeyId: string; GrantId: string }, call: Call) {
  refuseOthers(call, input, ['KeyId', 'GrantId']);
  const key = keyOf(kms, input.KeyId, call);
  kms.authorize(call, key.arn, 'kms:RevokeGrant', {});
  const at = key.grants.findIndex(({ id }) => id === input.GrantId);
  if (at < 0) throw new AwsError('NotFoundException', `Grant ${input.GrantId} is not found.`);
  key.grants.splice(at, 1);
}
