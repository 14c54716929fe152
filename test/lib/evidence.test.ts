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

  // Promise: evidence-key-is-for-one
  it('is for the function that writes the report, and for no other', () => {
    const [id] = keys[0]!;
    const signers = ofType(hub, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
      (Properties.PolicyDocument.Statement as { Action: string | string[]; Resource: unknown }[])
        .filter(({ Action }) => [Action].flat().some((action) => /^(kms:(Sign|\*)|\*)$/.test(action)))
        .map(({ Action, Resource }) => ({ roles: Properties.Roles.map(target), Action, key: target(Resource) })),
    );
    expect(signers).toEqual([
      { roles: [expect.stringMatching(/writereport/i)], Action: ['kms:GetPublicKey', 'kms:Sign'], key: id },
    ]);
    const told = ofType(hub, 'AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties.Environment.Variables.KUBEFERRY_EVIDENCE_KEY,
    );
    expect(told.map(([, { Properties }]) => Properties.FunctionName)).toEqual(['kubeferry-write-report']);
  });

  it('is there only where the configuration says so, since it costs a dollar a month', () => {
    const usual = synthesize()['kubeferry-hub'];
    expect(ofType(usual, 'AWS::KMS::Key').filter(([, { Properties }]) => Properties.KeyUsage)).toEqual([]);
    expect(JSON.stringify(usual)).not.toContain('kms:Sign');
  });
});
