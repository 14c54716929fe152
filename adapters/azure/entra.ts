import { KubeferryError } from '../../core/base/errors.ts';
import type { Clock } from '../../time/clock.ts';
import { azureCall } from './call.ts';
import { authorityHost } from './cloud.ts';

/** A token for a scope, such as `https://management.azure.com/.default`; another one than that which was refused. */
export type EntraTokens = (scope: string, refused?: string) => Promise<string>;

const RENEW_BEFORE_MS = 5 * 60_000;

/**
 * Tokens of an application that trusts whoever signs `assertion`: no secret of it is stored anywhere
 * (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#third-case-access-token-request-with-a-federated-credential).
 */
export function entraTokens(
  { tenant, client }: { tenant: string; client: string },
  assertion: () => Promise<string>,
  clock: Clock,
): EntraTokens {
  const held = new Map<string, { token: Promise<string>; until: number }>();
  const fetchToken = async (scope: string): Promise<{ token: string; seconds: number }> => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client,
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion(),
    });
    const what = `get a token of Entra ID for ${scope} as application ${client} of tenant ${tenant}`;
    const url = `${authorityHost()}/${tenant}/oauth2/v2.0/token`;
    const { body: answer } = await azureCall(what, { method: 'POST', url, body }, clock);
    const { access_token: token = '', expires_in: seconds = 0 } = (answer ?? {}) as Answer;
    if (!token) throw new KubeferryError('Unavailable', `Could not ${what}: the answer has none; it is asked again.`);
    return { token, seconds };
  };
  return async (scope, refused) => {
    const now = clock.now().getTime();
    const known = held.get(scope);
    if (known && now < known.until) {
      const token = await known.token;
      if (token !== refused) return token;
      // Somebody else may have asked for another one meanwhile.
      const other = held.get(scope);
      if (other && other !== known) return other.token;
    }
    const fresh = { token: Promise.resolve(''), until: Number.POSITIVE_INFINITY };
    fresh.token = fetchToken(scope).then(({ token, seconds }) => {
      fresh.until = now + seconds * 1000 - RENEW_BEFORE_MS;
      return token;
    });
    fresh.token.catch(() => held.delete(scope));
    held.set(scope, fresh);
    return fresh.token;
  };
}

interface Answer {
  access_token?: string;
  expires_in?: number;
}
