/** KMS: keys, aliases, key policies and grants. No bytes are encrypted: who may use a key is all that a run meets. What is signed is signed for good. */

import { randomUUID } from 'node:crypto';
import { getKeyPolicy, putKeyPolicy, setEnabled } from './administer.ts';
import { describeKey, listAliases } from './describe.ts';
import { createGrant, listGrants, revokeGrant } from './grants.ts';
import { allowedBy, defaultPolicy, type Key, managedPolicy } from './keys.ts';
import type { Kms } from './kms-state.ts';
import { getPublicKey, sign } from './sign.ts';
import { pairOf } from './specs.ts';

const EBS_ALIAS = 'alias/aws/ebs';

export function createKms(now: () => Date = () => new Date()): Kms {
  const keys = new Map<string, Key>();
  const aliases = new Map<string, string>();

  const kms: Kms = {
    service: {
      signingName: 'kms',
      protocol: 'json',
      jsonVersion: '1.1',
      operations: {
        DescribeKey: (input, call) => describeKey(kms, input, call),
        ListAliases: (input, call) => listAliases(kms, input, call),
        CreateGrant: (input, call) => createGrant(kms, input, call),
        ListGrants: (input, call) => listGrants(kms, input, call),
        RevokeGrant: (input, call) => revokeGrant(kms, input, call),
        DisableKey: (input, call) => setEnabled(kms, false, input, call),
        EnableKey: (input, call) => setEnabled(kms, true, input, call),
        GetKeyPolicy: (input, call) => getKeyPolicy(kms, input, call),
        PutKeyPolicy: (input, call) => putKeyPolicy(kms, input, call),
        Sign: (input, call) => sign(kms, input, call),
        GetPublicKey: (input, call) => getPublicKey(kms, input, call),
      },
    },
    aliases,
    keys: () => [...keys.values()],
    createKey({ account, region, id = randomUUID(), policy, description = '', enabled = true, ...kind }) {
      const arn = `arn:aws:kms:${region}:${account}:key/${id}`;
      const key = { account, region, id, arn, description, enabled, policy: policy ?? defaultPolicy(account) };
      keys.set(arn, { ...key, ...pairOf(kind), customerManaged: true, createdAt: now(), grants: [] });
      return keys.get(arn)!;
    },
    createAlias(account, region, alias, keyArn) {
      aliases.set(`arn:aws:kms:${region}:${account}:${alias}`, keyArn);
    },
    describe(account, region, name) {
      const own = `arn:aws:kms:${region}:${account}:`;
      if (name === EBS_ALIAS || name === own + EBS_ALIAS) return keys.get(kms.defaultEbsKey(account, region));
      const full = name.startsWith('arn:') ? name : own + (name.startsWith('alias/') ? name : `key/${name}`);
      return keys.get(aliases.get(full) ?? full);
    },
    defaultEbsKey(account, region) {
      const alias = `arn:aws:kms:${region}:${account}:${EBS_ALIAS}`;
      const existing = aliases.get(alias);
      if (existing) return existing;
      const description = 'Default key that protects my EBS volumes when no other key is defined';
      const policy = managedPolicy(account, region, 'ec2');
      const key = kms.createKey({ account, region, description, policy });
      key.customerManaged = false;
      aliases.set(alias, key.arn);
      return key.arn;
    },
    authorize(call, keyArn, action, context) {
      call.authorize(action, keyArn, { 'kms:CallerAccount': call.caller.account, ...context });
    },
    resourcePolicy(arn) {
      const key = keys.get(arn);
      return key && { policy: allowedBy(key), account: key.account, mustAllow: true };
    },
  };
  return kms;
}
