import { sendBy } from '../api/transport.ts';
import { signedInAs } from '../sign-in/session.ts';
import { type Keys, keysFor, nameOf } from './identity-pool.ts';
import { addressFor, discover, newPending, type Pending, redeem, type SignedIn } from './issuer.ts';
import { explained, SignInRefused } from './refused.ts';
import type { Settings } from './settings.ts';
import { signedSend } from './signed-send.ts';
import { hostedTexts } from './texts.ts';

/** Kept in this tab: what belongs to a sign-in that is under way, and that somebody wants to be signed out. No token, and no key. */
const PENDING = 'kubeferry-sign-in';
const OUT = 'kubeferry-signed-out';
/** Keys are renewed before they end. */
const EARLY_MS = 5 * 60_000;

export type Entered = { state: 'in' } | { state: 'out' } | { state: 'leaving' } | { state: 'refused'; why: string };

/** Back from the issuer, in; else to the issuer, unless somebody has signed out. */
export async function enter(settings: Settings): Promise<Entered> {
  const address = new URL(location.href);
  const isBack = ['code', 'error'].some((name) => address.searchParams.has(name));
  try {
    if (isBack) return await finish(settings, address);
    if (sessionStorage.getItem(OUT)) return { state: 'out' };
    await begin(settings);
    return { state: 'leaving' };
  } catch (error) {
    return { state: 'refused', why: explained(error, settings).message };
  }
}

export async function begin(settings: Settings): Promise<void> {
  const server = await discover(settings);
  const pending = newPending(location.hash);
  sessionStorage.removeItem(OUT);
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  location.assign(await addressFor(server, settings, pending, `${location.origin}/`));
}

async function finish(settings: Settings, address: URL): Promise<Entered> {
  const pending = takePending();
  // The code counts once: it goes out of the address, and out of the history.
  history.replaceState(null, '', `/${pending?.to ?? ''}`);
  if (!pending) throw new SignInRefused(hostedTexts.notBegun);
  const server = await discover(settings);
  const person = await redeem(server, settings, pending, address);
  const keys = await keysFor(person, settings);
  sendBy(signedSend(settings, keeper(settings, person, keys)));
  signedInAs({
    name: nameOf(person.claims),
    again: () => void begin(settings),
    leave: () => leave(settings, server.end_session_endpoint),
  });
  return { state: 'in' };
}

function takePending(): Pending | undefined {
  const kept = sessionStorage.getItem(PENDING);
  sessionStorage.removeItem(PENDING);
  return kept ? (JSON.parse(kept) as Pending) : undefined;
}

/** The keys in force: renewed while the token counts, and none after it. */
function keeper(settings: Settings, person: SignedIn, first: Keys): () => Promise<Keys | undefined> {
  let keys = Promise.resolve<Keys | undefined>(first);
  let until = first.until;
  return () => {
    const now = Date.now();
    if (now < until - EARLY_MS) return keys;
    if (now < person.claims.exp * 1000) {
      until = Number.POSITIVE_INFINITY;
      keys = keysFor(person, settings).then(
        (renewed) => {
          until = renewed.until;
          return renewed;
        },
        () => {
          until = first.until;
          return now < first.until ? first : undefined;
        },
      );
      return keys;
    }
    return now < until ? keys : Promise.resolve(undefined);
  };
}

/**
 * Forgets everything with the page itself, and signs out at the issuer where it takes that
 * (https://openid.net/specs/openid-connect-rpinitiated-1_0.html). The token is no hint there: it would be in an address.
 */
function leave({ clientId }: Settings, endpoint: string | undefined): void {
  sessionStorage.setItem(OUT, '1');
  history.replaceState(null, '', '/');
  if (!endpoint) {
    location.reload();
    return;
  }
  const address = new URL(endpoint);
  const back = `${location.origin}/`;
  // Cognito calls the address `logout_uri`.
  const asked = { client_id: clientId, post_logout_redirect_uri: back, logout_uri: back };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  location.assign(address);
}
