/** An identity pool as Cognito keeps it, by the rules of the synthesized stack: keys of a role for a token that it has checked. */
import { verify } from 'node:crypto';
import type { StackArtifact } from '../../../emulator/assembly/read-assembly.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { type Listening, listen, type Reply } from './https-server.ts';
import { ISSUER, type Issuer } from './issuer.ts';

export const POOL = 'eu-west-1:11111111-2222-3333-4444-555555555555';
const IDENTITY = 'eu-west-1:66666666-7777-8888-9999-000000000000';
const PROVIDER = ISSUER.replace('https://', '');

interface Rule {
  Claim: string;
  MatchType: string;
  Value: string;
  RoleARN: { 'Fn::GetAtt': [string, string] };
}

interface Claims {
  iss: string;
  aud: string;
  sub: string;
  exp: number;
  [claim: string]: unknown;
}

export interface Pool extends Listening {
  /** How long keys live. */
  seconds: number;
}

export async function startPool(cloud: Cloud, template: StackArtifact['template'], issuer: Issuer): Promise<Pool> {
  const attachment = Object.values(template.Resources).find(
    ({ Type }) => Type === 'AWS::Cognito::IdentityPoolRoleAttachment',
  )?.Properties as { RoleMappings: { issuer: { RulesConfiguration: { Rules: Rule[] } } } };
  const rules = attachment.RoleMappings.issuer.RulesConfiguration.Rules;
  const pool = { seconds: 3600 } as Pool;

  function answer(operation: string, input: { Logins: Record<string, string>; [name: string]: unknown }): Reply {
    const claims = claimsOf(input.Logins[PROVIDER] ?? '', issuer);
    if (!claims) return refusal('NotAuthorizedException', 'Invalid login token.');
    if (operation === 'GetId')
      return input.IdentityPoolId === POOL
        ? told({ IdentityId: IDENTITY })
        : refusal('ResourceNotFoundException', 'no');
    const rule = rules.find(({ Claim, Value }) => [claims[Claim] ?? []].flat().includes(Value));
    if (!rule) return refusal('InvalidIdentityPoolConfigurationException', 'No role for these claims.');
    const role = `arn:aws:iam::${cloud.accounts.hub.id}:role/kubeferry-ui-${rule.RoleARN['Fn::GetAtt'][0]}`;
    const amr = ['authenticated', PROVIDER, `${PROVIDER}:OIDC:${claims.sub}`];
    const keys = cloud.openPoolSession(role, { amr, identityId: IDENTITY, identityPoolId: POOL }, pool.seconds);
    return told({
      IdentityId: IDENTITY,
      Credentials: {
        AccessKeyId: keys.accessKeyId,
        SecretKey: keys.secretAccessKey,
        SessionToken: keys.sessionToken,
        Expiration: keys.expiresAt.getTime() / 1000,
      },
    });
  }

  const listening = await listen('cognito-identity.eu-west-1.amazonaws.com', (request, _, body) => {
    if (request.method === 'OPTIONS') return { status: 200, headers: ANYWHERE };
    const operation = String(request.headers['x-amz-target']).replace('AWSCognitoIdentityService.', '');
    return answer(operation, JSON.parse(body));
  });
  return Object.assign(pool, listening);
}

const ANYWHERE = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'content-type, x-amz-target',
  'content-type': 'application/x-amz-json-1.1',
};
const told = (value: object): Reply => ({ headers: ANYWHERE, body: JSON.stringify(value) });
const refusal = (__type: string, message: string): Reply => ({
  status: 400,
  headers: ANYWHERE,
  body: JSON.stringify({ __type, message }),
});

/** What the issuer has signed for this client, and while it counts. */
function claimsOf(token: string, { publicKey }: Issuer): Claims | undefined {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) return undefined;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims;
  const counts = claims.iss === ISSUER && claims.aud === 'kubeferry-page' && claims.exp * 1000 > Date.now();
  return counts ? claims : undefined;
}
