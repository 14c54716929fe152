import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign, verify } from 'node:crypto';
import { AwsError, type Call } from '../../base/service.ts';

const KNOWN = ['Audience', 'DurationSeconds', 'SigningAlgorithm'];
const DEFAULT_SECONDS = 300;

interface Input {
  Audience: string | string[];
  DurationSeconds?: string;
  SigningAlgorithm: string;
}

/** Tokens by which roles prove themselves to others (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html). */
export interface WebIdentity {
  /** What iam:EnableOutboundWebIdentityFederation does: no account has it from the start. */
  enable(account: string): void;
  /** Its own of each account. */
  issuerOf(account: string): string;
  /** What the issuer publishes: the public key. */
  keys(): { keys: object[] };
  token(input: Input, call: Call): { WebIdentityToken: string; Expiration: Date };
  /** Who an audience is shown a token of an account by: its `sub`. Undefined for one that was not signed here, or is for others. */
  subjectOf(token: string, asked: { account: string; audience: string }): string | undefined;
}

export function createWebIdentity(): WebIdentity {
  const enabled = new Set<string>();
  let made: { privateKey: KeyObject; publicKey: KeyObject } | undefined;
  const pair = () => {
    made ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
    return made;
  };
  const issuerOf = (account: string) => `https://${uuidOf(account)}.tokens.sts.global.api.aws`;
  return {
    enable: (account) => void enabled.add(account),
    issuerOf,
    keys: () => ({ keys: [{ ...pair().publicKey.export({ format: 'jwk' }), kid: KEY, use: 'sig', alg: 'RS256' }] }),
    token(input, call) {
      const { caller, clock } = call;
      const audience = [input.Audience ?? []].flat();
      const seconds = Number(input.DurationSeconds ?? DEFAULT_SECONDS);
      check(input, audience, seconds);
      call.authorize('sts:GetWebIdentityToken', '*', {
        'sts:IdentityTokenAudience': audience,
        'sts:DurationSeconds': String(seconds),
        'sts:SigningAlgorithm': input.SigningAlgorithm,
      });
      if (!enabled.has(caller.account))
        throw new AwsError(
          'OutboundWebIdentityFederationDisabledException',
          'The outbound web identity federation feature is not enabled for this account.',
          403,
        );
      const now = Math.floor(clock.now().getTime() / 1000);
      const claims = {
        aud: audience.length === 1 ? audience[0] : audience,
        exp: now + seconds,
        iat: now,
        iss: issuerOf(caller.account),
        jti: randomUUID(),
        sub: caller.principalArn,
      };
      return { WebIdentityToken: signed(claims, pair().privateKey), Expiration: new Date((now + seconds) * 1000) };
    },
    subjectOf(token, { account, audience }) {
      const [head = '', body = '', signature = ''] = token.split('.');
      const bytes = Buffer.from(`${head}.${body}`);
      if (!verify('sha256', bytes, pair().publicKey, Buffer.from(signature, 'base64url'))) return undefined;
      const { aud, iss, sub } = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, string>;
      return [aud].flat().includes(audience) && iss === issuerOf(account) ? sub : undefined;
    },
  };
}

const KEY = 'RSA_0';

function check(input: Input, audience: string[], seconds: number): void {
  const unknown = Object.keys(input).filter((member) => !KNOWN.includes(member));
  if (unknown.length > 0 || (input.SigningAlgorithm && input.SigningAlgorithm !== 'RS256')) {
    const what = unknown.length > 0 ? unknown.join(', ') : `SigningAlgorithm ${input.SigningAlgorithm}`;
    throw new AwsError('UnsupportedByLocalCloud', `GetWebIdentityToken: ${what} is not implemented here.`, 501);
  }
  const isWrong =
    audience.length < 1 || audience.length > 10 || !input.SigningAlgorithm || seconds < 60 || seconds > 3600;
  if (isWrong)
    throw new AwsError(
      'ValidationError',
      'Audience has 1 to 10 members, SigningAlgorithm is needed, and DurationSeconds is 60 to 3600.',
    );
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function signed(claims: object, key: KeyObject): string {
  const content = `${encoded({ alg: 'RS256', kid: KEY, typ: 'JWT' })}.${encoded(claims)}`;
  return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`;
}

function uuidOf(account: string): string {
  const hex = createHash('sha256').update(account).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
