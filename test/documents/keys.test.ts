import { describe, expect, it } from 'vitest';
import { statementFor } from '../../core/plan/keys/may-attach.ts';
import { evaluate } from '../../emulator/aws/iam/evaluate.ts';
import type { PolicyDocument, Statement } from '../../emulator/aws/iam/policy.ts';
import { type Principal, worldOf } from '../lib/reach/world.ts';
import { CONFIG, synthesize } from '../lib/synthesize.ts';
import { examplesOf } from './examples.ts';

const SOURCE = '222233334444';
const TARGET = '444455556666';
const statements = examplesOf('docs/keys.md') as Record<string, Statement | Statement[]>;
const world = worldOf(synthesize(), CONFIG.hub);
const roleOf = (account: string, name: string) => world.roles.get(`arn:aws:iam::${account}:role/${name}`)!;
const target = roleOf(TARGET, 'kubeferry-target-eu-west-1');
const source = roleOf(SOURCE, 'kubeferry-source-us-east-1');

/** Of AWS's policies for the driver none names a key. */
const driver: Principal = { account: TARGET, arn: `arn:aws:iam::${TARGET}:role/ebs-csi-driver`, rights: [] };
const somebody = (account: string): Principal => ({ ...driver, account, arn: `arn:aws:iam::${account}:role/somebody` });

interface Key {
  account: string;
  region: string;
  policy: (Statement | Statement[] | undefined)[];
}

/** Whether one call of KMS is let through, by the evaluator of the local cloud; `via` is EBS in the caller's name. */
function may({ account, arn, rights }: Principal, action: string, key: Key, via = true): boolean {
  const context = {
    'aws:PrincipalArn': arn,
    'kms:CallerAccount': account,
    ...(via ? { 'kms:ViaService': `ec2.${key.region}.amazonaws.com` } : {}),
    ...(via && action === 'kms:CreateGrant' ? { 'kms:GrantIsForAWSResource': 'true' } : {}),
  };
  const identity = rights.map(({ effect, actions, resources, conditions }) => ({
    Effect: effect,
    Action: actions,
    Resource: resources,
    Condition: conditions,
  }));
  return evaluate({
    principal: { account, arn, principalArn: arn },
    action,
    resource: `arn:aws:kms:${key.region}:${key.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    context: new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), [value]])),
    identity: [{ Statement: identity } as PolicyDocument],
    resourcePolicy: {
      policy: { Statement: key.policy.flatMap((each) => each ?? []) },
      account: key.account,
      mustAllow: true,
    },
  }).allowed;
}

/** What EBS does with the key of a snapshot that is copied (https://docs.aws.amazon.com/ebs/latest/userguide/share-kms-key.html). */
const COPIED = [
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:CreateGrant',
];

describe('share and copy from a key of the source', () => {
  const key = (policy: Key['policy']): Key => ({ account: SOURCE, region: 'us-east-1', policy });
  const pasted = key([statements['source-key']]);

  it('works with the statement, and needs every action of it', () => {
    expect(may(target, 'kms:DescribeKey', pasted, false)).toBe(true);
    for (const action of COPIED) {
      expect(may(target, action, pasted), action).toBe(true);
      expect(may(target, action, key([])), action).toBe(false);
    }
    const { Action } = statements['source-key'] as Statement;
    expect([Action].flat().toSorted()).toEqual(['kms:DescribeKey', ...COPIED].toSorted());
  });

  it('lets in nobody else of the target account, and the role through EBS alone', () => {
    const allowed = { ...somebody(TARGET), rights: target.rights };
    for (const action of COPIED) {
      expect(may(allowed, action, pasted), action).toBe(false);
      expect(may(target, action, pasted, false), action).toBe(false);
    }
  });
});

describe('copying blocks from a key of the source', () => {
  const reads = (key: Key) => may(source, 'kms:DescribeKey', key, false) && may(source, 'kms:Decrypt', key);
  const key = (policy: Key['policy']): Key => ({ account: SOURCE, region: 'us-east-1', policy });

  it('works where the policies of the account count, as in the policy of a new key', () => {
    const root = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${SOURCE}:root` }, Action: 'kms:*', Resource: '*' };
    expect(reads(key([root as Statement]))).toBe(true);
  });

  it('works with the statements where they do not count, through EBS alone', () => {
    const pasted = key([statements['source-key-without-iam']]);
    expect(reads(key([]))).toBe(false);
    expect(reads(pasted)).toBe(true);
    expect(may(source, 'kms:Decrypt', pasted, false)).toBe(false);
    expect(may(somebody(SOURCE), 'kms:Decrypt', pasted)).toBe(false);
  });
});

describe('a key of the target', () => {
  const key = (policy: Key['policy']): Key => ({ account: TARGET, region: 'eu-west-1', policy });
  const pasted = key([statements['target-key'], statements['target-key-without-iam']]);
  const encrypts = ['kms:GenerateDataKeyWithoutPlaintext', 'kms:CreateGrant', 'kms:ReEncryptTo'];

  it('lets the driver attach volumes with the statement, which is the one that plan and doctor print', () => {
    expect(statements['target-key']).toEqual(JSON.parse(statementFor({ account: TARGET, region: 'eu-west-1' })));
    expect(may(driver, 'kms:CreateGrant', key([]))).toBe(false);
    expect(may(driver, 'kms:CreateGrant', pasted)).toBe(true);
    expect(may(somebody(SOURCE), 'kms:CreateGrant', pasted)).toBe(false);
  });

  it('lets a run look at it, and encrypt with it, also where the policies of the account do not count', () => {
    for (const action of encrypts) expect(may(target, action, pasted), action).toBe(true);
    for (const action of ['kms:DescribeKey', 'kms:GetKeyPolicy']) {
      expect(may(target, action, pasted, false), action).toBe(true);
      expect(may(target, action, key([statements['target-key']]), false), action).toBe(false);
    }
  });
});
