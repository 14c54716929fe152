import { personOf, tokenOf } from '../sign-in/session.ts';

export interface Sending {
  method: string;
  headers: Record<string, string>;
  body?: string;
}

/** How a call below the URL of the API gets there. */
export type Send = (path: string, sending: Sending) => Promise<Response>;

/** Through the server of the page on this machine, which signs it. */
const byServer: Send = (path, { headers, ...sending }) =>
  fetch(`/api${path}`, {
    ...sending,
    headers: { 'x-kubeferry-token': tokenOf(), 'x-kubeferry-person': personOf(), ...headers },
  });

let chosen = byServer;
export const send: Send = (path, sending) => chosen(path, sending);
/** The hosted page signs by itself. */
export const sendBy = (other: Send): void => {
  chosen = other;
};
