import { describe, expect, it } from 'vitest';
import { CONFIG, ofType, synthesize, target } from './synthesize.ts';

const hub = synthesize({ ...CONFIG, evidence: true })['kubeferry-hub'];

describe('the key that signs evidence', () => {
  const keys = ofType(hub, 'AWS::KMS::Key').filter(([, { Properties }]) => Properties.KeyUsage === 'SIGN_VERIFY');

  it('is a pair of keys that is kept when the stack goes, so that its public key can be asked for', () => {
    expect(keys).toHaveLength(1);
    const [, key] = keys[0]!;
    expect(key.Properties.KeySpec).toBe('ECC_NIST_P256');
    expect(key.DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  // Promise: evidence-key-is-for-two
  it('is for the functions that write the report and check a clone, and for no other', () => {
    const [id] = keys[0]!;
    const signers = ofType(hub, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
      (Properties.PolicyDocument.Statement as { Action: string | string[]; Resource: unknown }[])
        .filter(({ Action }) => [Action].flat().some((action) => /^(kms:(Sign|\*)|\*)$/.test(action)))
        .map(({ Action, Resource }) => ({ roles: Properties.Roles.map(target), Action, key: target(Resource) })),
    );
    const may = { Action: ['kms:GetPublicKey', 'kms:Sign'], key: id };
    expect(signers.toSorted((a, b) => (a.roles[0] < b.roles[0] ? -1 : 1))).toEqual([
      { roles: [expect.stringMatching(/examineroute/i)], ...may },
      { roles: [expect.stringMatching(/writereport/i)], ...may },
    ]);
    const told = ofType(hub, 'AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties.Environment.Variables.KUBEFERRY_EVIDENCE_KEY,
    );
    expect(told.map(([, { Properties }]) => Properties.FunctionName).toSorted()).toEqual([
      'kubeferry-examine-route',
      'kubeferry-write-report',
    ]);
  });

  it('is there only where the configuration says so, since it costs a dollar a month', () => {
    const usual = synthesize()['kubeferry-hub'];
    expect(ofType(usual, 'AWS::KMS::Key').filter(([, { Properties }]) => Properties.KeyUsage)).toEqual([]);
    expect(JSON.stringify(usual)).not.toContain('kms:Sign');
  });
});
