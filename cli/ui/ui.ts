import type { ConnectionFlags } from '../api/client.ts';
import { locate } from '../api/locate.ts';
import type { Located } from '../api/located.ts';
import { badInput } from '../exit-codes.ts';
import { Interrupted, onInterrupt } from '../interrupt.ts';
import { say, tell } from '../say.ts';
import { openPage } from './open-page.ts';
import { currentUi } from './ui-files.ts';
import { startUi, type Ui, type UiOptions } from './ui-server.ts';

export interface UiFlags extends ConnectionFlags {
  port?: string;
  route?: string[];
  open: boolean;
  json?: boolean;
}

const MAX_PORT = 65_535;

/** Serves the page until Ctrl-C. */
export async function ui(flags: UiFlags): Promise<void> {
  const port = portOf(flags.port);
  const note = (text: string) => tell(`${text}\n`);
  // What is wrong with flags and credentials is said here, and not first by the page.
  await locate(flags);
  const name = flags.profile ?? process.env.AWS_PROFILE ?? 'me';
  const people = { [name]: remembered(() => locate(flags)) };
  const folder = currentUi(note);
  const page = await startAt({ folder, port, people, routes: flags.route ?? [] });
  const interrupted = onInterrupt(() => page.stop());
  say(flags.json ? `${JSON.stringify({ url: page.url() })}\n` : `The page is at ${page.url()}\nCtrl-C ends it.\n`);
  const forget = flags.open ? openPage(page) : () => {};
  await interrupted.happened.catch((error: unknown) => {
    if (!(error instanceof Interrupted)) throw error;
  });
  forget();
  note('Ended.');
}

/** Asked once while it goes well: where the hub is does not change from call to call. */
function remembered(look: () => Promise<Located>): () => Promise<Located> {
  let found: Promise<Located> | undefined;
  return () => {
    found ??= look();
    found.catch(() => {
      found = undefined;
    });
    return found;
  };
}

export function portOf(given = '0', flag = '--port'): number {
  if (/^\d+$/.test(given) && Number(given) <= MAX_PORT) return Number(given);
  throw badInput([`${flag} ${given}: write a number from 0 to ${MAX_PORT}; no ${flag} picks a free one.`]);
}

/** Throws bad input where another process has the port. */
export const startAt = (options: UiOptions): Promise<Ui> =>
  startUi(options).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw badInput([`--port ${options.port}: another process listens there; name another port, or leave --port out.`]);
  });
