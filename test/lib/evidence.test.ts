import { describe, expect, it } from 'vitest';
import { rightsOf } from './policies.ts';
import { CONFIG, ofType, synthesize } from './synthesize.ts';

const hub = synthesize({ ...CONFIG, evidence: true })['kubeferry-hub'];

describe('the key that signs evidence', () => {
  const keys = ofType(hub, 'AWS::KMS::Key').filter(([, { Properties }]) => Properties.KeyUsage === 'SIGN_VERIFY');

  it('is a pair of keys that is kept when the stack goes, so that its public key can be asked for', () => {
    expect(keys).toHaveLength(1);
    const [, key] = keys[0]!;
    expect(key.Properties.KeySpec).toBe('ECC_NIST_P256');
    expect(key.DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  // Promise: evidence-key-is-for-three
  it('is for the functions that write the report, check a clone and undo one, and for no other', () => {
    const [id] = keys[0]!;
    const signers = ofType(hub, 'AWS::IAM::Role').flatMap(([role, { Properties }]) =>
      rightsOf(hub!, role)
        .filter(({ actions }) => actions.some((action) => /^(kms:(Sign|\*)|\*)$/.test(action)))
        .map(({ actions, resources }) => ({ role: Properties.RoleName, actions, resources })),
    );
    const may = { actions: ['kms:GetPublicKey', 'kms:Sign'], resources: [`<${id}.Arn>`] };
    expect(signers).toEqual(
      expect.arrayContaining([
        { role: 'kubeferry-clean-up-clone', ...may },
        { role: 'kubeferry-examine-route', ...may },
        { role: 'kubeferry-write-report', ...may },
      ]),
    );
    expect(signers).toHaveLength(3);
    const told = ofType(hub, 'AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties.Environment.Variables.KUBEFERRY_EVIDENCE_KEY,
    );
    expect(told.map(([, { Properties }]) => Properties.FunctionName).toSorted()).toEqual([
      'kubeferry-clean-up-clone',
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
