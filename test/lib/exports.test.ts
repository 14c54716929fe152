import { expect, it } from 'vitest';
import { rightsOf, type Statement } from './policies.ts';
import { ofType, synthesize } from './synthesize.ts';

const templates = Object.entries(synthesize());
const hub = Object.fromEntries(templates)['kubeferry-hub']!;

const KINDS = ['plan', 'source', 'translated', 'former', 'capture'];
const keyNamed = (alias: string) =>
  JSON.stringify(
    ofType(hub, 'AWS::KMS::Alias').find(([, { Properties }]) => Properties.AliasName === alias)?.[1].Properties
      .TargetKeyId,
  ).match(/"(Records\w+)"/)?.[1] ?? alias;
const EXPORTS_KEY = keyNamed('alias/kubeferry-exports');

const roles = templates.flatMap(([, template]) =>
  ofType(template, 'AWS::IAM::Role').map(([id, { Properties }]): [string, Statement[]] => [
    String(Properties.RoleName),
    rightsOf(template, id),
  ]),
);

/** Whether a pattern of a policy covers some key of a kind. */
const covers = (resource: string, kind: string) => {
  const pattern = resource.replace(/^.*?(?:\/|$)/, '');
  const prefix = pattern.replace(/\*.*$/, '');
  return (
    resource === '*' ||
    (pattern !== '' && (`exports/${kind}/`.startsWith(prefix) || prefix.startsWith(`exports/${kind}/`)))
  );
};

const who = (action: string, is: (resource: string) => boolean) =>
  roles
    .filter(([, rights]) => rights.some(({ actions, resources }) => actions.includes(action) && resources.some(is)))
    .map(([name]) => name.replace('kubeferry-', ''))
    .toSorted();

// Promise: exports-for-few
it('lets seven functions read whole objects, each only the kinds that it needs', () => {
  const readers = KINDS.map((kind) => [kind, who('s3:GetObject', (resource) => covers(resource, kind))]);
  expect(Object.fromEntries(readers)).toEqual({
    plan: ['plan-clone'],
    source: ['export-manifests', 'translate-manifests'],
    translated: ['apply-shard', 'restore-former-clone', 'settle-wave', 'verify-clone'],
    former: ['restore-former-clone'],
    capture: ['export-manifests', 'plan-clone'],
  });
});

// Promise: exports-for-few
it('gives the key of whole objects to those that read or write them, and to nobody else', () => {
  const readers = who('kms:Decrypt', (resource) => resource.includes(EXPORTS_KEY));
  expect(readers).toEqual([
    'apply-shard',
    'export-manifests',
    'plan-clone',
    'restore-former-clone',
    'settle-wave',
    'translate-manifests',
    'verify-clone',
  ]);
  expect(who('kms:GenerateDataKey', (resource) => resource.includes(EXPORTS_KEY))).toEqual([
    'apply-shard',
    'export-manifests',
    'plan-clone',
    'translate-manifests',
  ]);
  expect(who('kms:Decrypt', (resource) => resource === '*')).toEqual([]);
});

it('lets the clean-up remove whole objects, which it cannot read', () => {
  for (const kind of KINDS)
    expect(who('s3:DeleteObject', (resource) => covers(resource, kind))).toContain('clean-up-clone');
});

// Promise: exports-for-few
it('takes whole objects under their own key alone', () => {
  const [first] = ofType(hub, 'AWS::S3::BucketPolicy');
  const statements = first?.[1].Properties.PolicyDocument.Statement as Record<string, unknown>[];
  const denial = statements.find(({ Sid }) => Sid === 'ExportsUnderTheirOwnKey');
  expect(denial).toMatchObject({ Effect: 'Deny', Action: 's3:PutObject' });
  expect(JSON.stringify(denial?.Resource)).toContain('/exports/*');
  expect(JSON.stringify(denial?.Condition)).toContain(EXPORTS_KEY);
  expect(Object.keys(denial?.Condition as object)).toEqual(['StringNotEquals']);
});

// Promise: export-lifetime
it('forgets whole objects that no run has removed, and what was removed within a day', () => {
  const [bucket] = ofType(hub, 'AWS::S3::Bucket');
  const rules = bucket?.[1].Properties.LifecycleConfiguration.Rules as Record<string, unknown>[];
  const rule = (prefix: string) => rules.find(({ Prefix }) => Prefix === prefix);
  expect(rule('exports/plan/')).toMatchObject({ ExpirationInDays: 1, Status: 'Enabled' });
  expect(rule('exports/source/')).toMatchObject({ ExpirationInDays: 14, Status: 'Enabled' });
  expect(rule('exports/translated/')).toMatchObject({ ExpirationInDays: 97, Status: 'Enabled' });
  expect(rule('exports/former/')).toMatchObject({ ExpirationInDays: 97, Status: 'Enabled' });
  expect(rule('exports/')).toMatchObject({ NoncurrentVersionExpiration: { NoncurrentDays: 1 }, Status: 'Enabled' });
});
