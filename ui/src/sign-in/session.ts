/** Who uses the page, in this tab: the token of the start and the person that was chosen. */

const TOKEN = 'kubeferry-token';
const PERSON = 'kubeferry-person';

/** Takes the token out of the address, where it would stay in the history, and keeps it for this tab. */
export function takeSession(): void {
  if (!location.hash.startsWith('#t=')) return;
  const given = new URLSearchParams(location.hash.slice(1));
  sessionStorage.setItem(TOKEN, given.get('t') ?? '');
  const as = given.get('as');
  if (as) sessionStorage.setItem(PERSON, as);
  history.replaceState(null, '', '#/');
}

export const tokenOf = (): string => sessionStorage.getItem(TOKEN) ?? '';
export const personOf = (): string => sessionStorage.getItem(PERSON) ?? '';
export const becomePerson = (name: string): void => sessionStorage.setItem(PERSON, name);

/** Who is signed in at the issuer of the hosted page. */
interface Visitor {
  name: string;
  /** Signs in again, and comes back to where they are. */
  again(): void;
  leave(): void;
}

let visitor: Visitor | undefined;
/** Undefined on one's own machine. */
export const visitorOf = (): Visitor | undefined => visitor;
export const signedInAs = (who: Visitor): void => {
  visitor = who;
};
