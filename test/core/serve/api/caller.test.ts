import { describe, expect, it } from 'vitest';
import { callerOf, isNobody } from '../../../../core/serve/api/caller.ts';

const POOL = 'arn:aws:sts::111122223333:assumed-role/kubeferry-ui-developer/CognitoIdentityCredentials';
const PROVIDER = 'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aB3';
const identityId = 'eu-west-1:11111111-2222-3333-4444-555555555555';

describe('who signs in through an identity pool', () => {
  it.each([
    ['a user pool', ['authenticated', PROVIDER, `${PROVIDER}:CognitoSignIn:0a-1b`], '0a-1b'],
    ['another issuer', ['authenticated', 'login.example.com', 'login.example.com:app-1:auth0|jane'], 'auth0|jane'],
    ['a subject with colons', ['authenticated', 'x.example.com', 'x.example.com:app:google:42'], 'google:42'],
    ['what names nobody', ['authenticated', PROVIDER], identityId],
    ['an odd subject', ['authenticated', 'x', 'x:app:jane doe/../admin\n'], 'jane_doe_.._admin_'],
  ])('is named by the subject of %s', (_, amr, person) => {
    const caller = callerOf({ userArn: POOL, cognitoIdentity: { amr, identityId } });
    expect([caller, isNobody(caller)]).toEqual([`${POOL}/${person}`, false]);
  });

  it.each([undefined, null, {}, { amr: ['authenticated'] }])(
    'is nobody where nothing names them: %j',
    (cognitoIdentity) => {
      const caller = callerOf({ userArn: POOL, cognitoIdentity });
      expect([caller, isNobody(caller)]).toEqual([POOL, true]);
    },
  );
});

it('leaves everybody else as IAM names them', () => {
  for (const userArn of ['arn:aws:iam::111122223333:user/ann', 'arn:aws:sts::111122223333:assumed-role/dev/jane']) {
    expect(callerOf({ userArn, cognitoIdentity: { amr: ['authenticated', 'x', 'x:app:eve'] } })).toBe(userArn);
    expect(isNobody(userArn)).toBe(false);
  }
});
