import { AuthorizationResponseError, OperationProcessingError, ResponseBodyError } from 'oauth4webapi';
import type { Settings } from './settings.ts';
import { hostedTexts } from './texts.ts';

/** Why nobody is signed in, as a sentence with the way out. */
export class SignInRefused extends Error {}

interface Compared {
  claim?: string;
  claims?: { iss?: string };
  body?: { issuer?: string };
  parameters?: URLSearchParams;
}

/** What the library found wrong, in words for whoever signs in. */
export function explained(error: unknown, { issuer, clientId }: Settings): Error {
  if (error instanceof SignInRefused) return error;
  if (error instanceof AuthorizationResponseError)
    return new SignInRefused(hostedTexts.refusedBy(error.error, error.error_description ?? ''));
  if (error instanceof ResponseBodyError) return new SignInRefused(hostedTexts.usedCode(error.error));
  if (!(error instanceof OperationProcessingError)) return error as Error;
  const found = (error.cause ?? {}) as Compared;
  if (error.code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return new SignInRefused(hostedTexts.expired);
  if (error.code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED')
    return new SignInRefused(hostedTexts.otherIssuer(issuer, found.body?.issuer ?? '?'));
  if (error.code === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED') {
    if (found.claim === 'nonce') return new SignInRefused(hostedTexts.otherNonce);
    if (found.claim === 'iss') return new SignInRefused(hostedTexts.otherIssuer(issuer, found.claims?.iss ?? '?'));
    return new SignInRefused(hostedTexts.otherAudience(clientId));
  }
  if (/"state"/.test(error.message)) return new SignInRefused(hostedTexts.notBegun);
  if (/"iss"/.test(error.message))
    return new SignInRefused(hostedTexts.otherIssuer(issuer, found.parameters?.get('iss') ?? '?'));
  return new SignInRefused(hostedTexts.strangeAnswer(error.message));
}
