import type { Clock } from '../../time/clock.ts';
import type { ClusterCredential } from './options.ts';

// EKS takes a token for 15 minutes from its X-Amz-Date (aws-iam-authenticator, pkg/token); clients assume 14.
const TOKEN_REUSED_FOR_MS = 10 * 60_000;

/** Who is calling: as TLS options for a certificate, as a header for a token. */
export interface Identity {
  tls: { cert?: string; key?: string };
  /** Empty for a certificate. */
  headers(): Promise<Record<string, string>>;
  /** Forgets a token that the server refused; false when there is no other one to try. */
  renew(): boolean;
}

/** Turns a credential into an identity; a token is signed once and reused for ten minutes. */
export function identity(credential: ClusterCredential, clock: Clock): Identity {
  if ('cert' in credential) return { tls: credential, headers: async () => ({}), renew: () => false };
  let held: { token: Promise<string>; until: number } | undefined;
  let last: string | undefined;
  let refused: string | undefined;
  const token = () => {
    const now = clock.now().getTime();
    if (!held || now >= held.until) {
      const other = refused;
      refused = undefined;
      const fresh = Promise.resolve().then(() => credential.token(other));
      held = { token: fresh, until: now + TOKEN_REUSED_FOR_MS };
      fresh.then(
        (it) => {
          last = it;
        },
        () => {
          held = undefined;
        },
      );
    }
    return held.token;
  };
  return {
    tls: {},
    headers: async () => ({ authorization: `Bearer ${await token()}` }),
    renew: () => {
      const had = held !== undefined;
      held = undefined;
      refused = last;
      return had;
    },
  };
}
