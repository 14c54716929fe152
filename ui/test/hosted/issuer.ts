/** An OpenID Connect issuer as others run it: discovery, a page to sign in at, codes with PKCE, and ID tokens. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { type Listening, listen, type Reply } from './https-server.ts';

export const ISSUER = 'https://login.example.test';
const ORIGIN = 'https://ferry.example.test';
const CLIENT = 'kubeferry-page';

/** Who has an account there, and in which groups they are. */
const PEOPLE: Record<string, { sub: string; groups: string[] }> = {
  ann: { sub: '0a1b-ann', groups: ['all', 'kf-dev'] },
  bob: { sub: '2c3d-bob', groups: ['all'] },
};

/** What it gets wrong, each once. */
export interface Lies {
  /** Calls itself otherwise. */
  issuer?: string;
  /** Claims of the ID token. */
  claims?: object;
  /** The state that comes back. */
  state?: string;
  /** The error of the answer, and no code. */
  error?: string;
}

export interface Issuer extends Listening {
  lies: Lies;
  publicKey: ReturnType<typeof generateKeyPairSync>['publicKey'];
  /** ID tokens that it has given out. */
  tokens: string[];
}

interface Code {
  challenge: string;
  nonce: string;
  person: string;
}

const JSON_ANYWHERE = { 'content-type': 'application/json', 'access-control-allow-origin': ORIGIN };
const json = (value: object, status = 200): Reply => ({ status, headers: JSON_ANYWHERE, body: JSON.stringify(value) });
const to = (location: string): Reply => ({ status: 302, headers: { location } });

export async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, Code>();
  const issuer = { lies: {}, publicKey, tokens: [] } as unknown as Issuer;

  function authorize(query: URLSearchParams): Reply {
    const back = new URL(query.get('redirect_uri') ?? '');
    const isMine = query.get('client_id') === CLIENT && back.href === `${ORIGIN}/`;
    if (!isMine || query.get('code_challenge_method') !== 'S256') return { status: 400, body: 'unknown client' };
    const person = query.get('as');
    if (!person) return { headers: { 'content-type': 'text/html' }, body: pageFor(query) };
    back.searchParams.set('state', issuer.lies.state ?? query.get('state') ?? '');
    if (issuer.lies.error) {
      back.searchParams.set('error', issuer.lies.error);
      return to(back.href);
    }
    const code = randomBytes(16).toString('hex');
    codes.set(code, { challenge: query.get('code_challenge') ?? '', nonce: query.get('nonce') ?? '', person });
    back.searchParams.set('code', code);
    return to(back.href);
  }

  function token(form: URLSearchParams): Reply {
    const found = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!found || challenge !== found.challenge || form.get('redirect_uri') !== `${ORIGIN}/`)
      return json({ error: 'invalid_grant' }, 400);
    const { sub, groups } = PEOPLE[found.person]!;
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: ISSUER, aud: CLIENT, sub, iat: now, exp: now + 3600, nonce: found.nonce, groups };
    const email = `${found.person}@example.test`;
    const id = jwt({ ...claims, email, ...issuer.lies.claims }, privateKey);
    issuer.tokens.push(id);
    return json({ access_token: 'unused', token_type: 'Bearer', expires_in: 3600, id_token: id });
  }

  const listening = await listen('login.example.test', (_, { pathname, searchParams }, body) => {
    if (pathname === '/.well-known/openid-configuration')
      return json({
        issuer: issuer.lies.issuer ?? ISSUER,
        authorization_endpoint: `${ISSUER}/authorize`,
        token_endpoint: `${ISSUER}/token`,
        end_session_endpoint: `${ISSUER}/logout`,
        jwks_uri: `${ISSUER}/keys`,
      });
    if (pathname === '/authorize') return authorize(searchParams);
    if (pathname === '/token') return token(new URLSearchParams(body));
    if (pathname === '/logout') return to(searchParams.get('post_logout_redirect_uri') ?? ISSUER);
    return { status: 404 };
  });
  return Object.assign(issuer, listening);
}

const pageFor = (query: URLSearchParams) =>
  `<!doctype html><title>Sign in</title>${Object.keys(PEOPLE)
    .map((name) => `<a href="/authorize?${query}&as=${name}">I am ${name}</a>`)
    .join(' ')}`;

function jwt(claims: object, key: Parameters<typeof sign>[2]): string {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}`;
  return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`;
}
