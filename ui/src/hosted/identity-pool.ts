/**
 * Keys of AWS for an ID token: two calls that nobody has to sign
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html, enhanced flow).
 */
import type { SignedIn } from './issuer.ts';
import { SignInRefused } from './refused.ts';
import type { Settings } from './settings.ts';
import { hostedTexts } from './texts.ts';

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** Milliseconds since the epoch. */
  until: number;
}

interface Given {
  Credentials: { AccessKeyId: string; SecretKey: string; SessionToken: string; Expiration: number };
}

/** What the pool says of somebody whose groups have no role. */
const NO_ROLE = ['InvalidIdentityPoolConfigurationException', 'NotAuthorizedException'];

/** Keys of the role of the person's group. Throws a sentence for whoever is in none. */
export async function keysFor({ idToken, claims }: SignedIn, settings: Settings): Promise<Keys> {
  const { region, issuer, identityPool } = settings;
  const Logins = { [issuer.replace(/^https:\/\//, '')]: idToken };
  const known = await ask(region, 'GetId', { IdentityPoolId: identityPool, Logins });
  if (known.code) throw new SignInRefused(hostedTexts.noPool(region, known.message));
  const { IdentityId } = known.body as { IdentityId: string };
  const given = await ask(region, 'GetCredentialsForIdentity', { IdentityId, Logins });
  if (NO_ROLE.includes(given.code))
    throw new SignInRefused(hostedTexts.noRole(nameOf(claims), groupsOf(claims, settings)));
  if (given.code) throw new SignInRefused(hostedTexts.noPool(region, given.message));
  const { AccessKeyId, SecretKey, SessionToken, Expiration } = (given.body as Given).Credentials;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretKey,
    sessionToken: SessionToken,
    until: Expiration * 1000,
  };
}

/** As people know each other; records of runs have the subject, which the issuer never gives to anybody else. */
export function nameOf(claims: SignedIn['claims']): string {
  const { email, preferred_username: username, sub } = claims;
  return [email, username, sub].find((name): name is string => typeof name === 'string') ?? '';
}

const groupsOf = (claims: SignedIn['claims'], { claim }: Settings): string[] =>
  [claims[claim] ?? []].flat().map(String);

async function ask(region: string, operation: string, input: object) {
  const answer = await fetch(`https://cognito-identity.${region}.amazonaws.com/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityService.${operation}`,
    },
    body: JSON.stringify(input),
  }).catch((error: Error) => {
    throw new SignInRefused(hostedTexts.noPool(region, error.message));
  });
  const body = (await answer.json()) as { __type?: string; message?: string };
  const code = answer.ok ? '' : (body.__type?.split('#').at(-1) ?? String(answer.status));
  return { body, code, message: body.message ?? code };
}
