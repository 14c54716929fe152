/** The authorization code flow with PKCE, as a public client without a secret (https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1). */
import {
  type AuthorizationServer,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  discoveryRequest,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  getValidatedIdTokenClaims,
  type IDToken,
  None,
  processAuthorizationCodeResponse,
  processDiscoveryResponse,
  validateAuthResponse,
} from 'oauth4webapi';
import { SignInRefused } from './refused.ts';
import type { Settings } from './settings.ts';
import { hostedTexts } from './texts.ts';

/** What is kept in this tab while somebody is at the issuer; it is worth nothing to whoever has no code. */
export interface Pending {
  verifier: string;
  state: string;
  nonce: string;
  /** Where they wanted to go: the fragment of the address. */
  to: string;
}

export interface SignedIn {
  idToken: string;
  claims: IDToken;
}

/** What the issuer says of itself. Throws where it is another one, or asks for what this page may not do. */
export async function discover({ issuer, endpoints }: Settings): Promise<AuthorizationServer> {
  const url = new URL(issuer);
  const answer = await discoveryRequest(url).catch((error: Error) => {
    throw new SignInRefused(hostedTexts.noIssuer(issuer, error.message));
  });
  const server = await processDiscoveryResponse(url, answer);
  for (const name of ['authorization_endpoint', 'token_endpoint'] as const)
    if (!server[name]) throw new SignInRefused(hostedTexts.noEndpoint(name));
  const { origin } = new URL(server.token_endpoint ?? '');
  if (!endpoints.includes(origin)) throw new SignInRefused(hostedTexts.otherEndpoint(origin));
  return server;
}

export const newPending = (to: string): Pending => ({
  verifier: generateRandomCodeVerifier(),
  state: generateRandomState(),
  nonce: generateRandomNonce(),
  to,
});

/** Where the browser is sent, with the challenge of S256 (https://www.rfc-editor.org/rfc/rfc7636#section-4.2). */
export async function addressFor(
  server: Pick<AuthorizationServer, 'authorization_endpoint'>,
  { clientId }: Pick<Settings, 'clientId'>,
  { verifier, state, nonce }: Pending,
  redirectUri: string,
): Promise<URL> {
  const address = new URL(server.authorization_endpoint ?? '');
  const asked = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  return address;
}

/** The ID token for the code in the address; issuer, audience, time and nonce of it are checked. */
export async function redeem(
  server: AuthorizationServer,
  { clientId }: Settings,
  { verifier, state, nonce }: Pending,
  address: URL,
): Promise<SignedIn> {
  const client = { client_id: clientId };
  const parameters = validateAuthResponse(server, client, address, state);
  const redirectUri = `${address.origin}/`;
  const answer = await authorizationCodeGrantRequest(server, client, None(), parameters, redirectUri, verifier);
  const tokens = await processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  return { idToken: tokens.id_token ?? '', claims: getValidatedIdTokenClaims(tokens)! };
}
