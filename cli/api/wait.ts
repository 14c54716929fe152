import { isOver } from '../../core/base/ports/runs.ts';
import { onInterrupt } from '../interrupt.ts';
import { tell } from '../say.ts';
import type { Client, Run } from './client.ts';
import { type Display, displayOn } from './display.ts';
import { poll, runPath } from './follow.ts';

export interface Waiting {
  /** What goes on without this command, such as "The run". */
  what: string;
  /** The command that looks at it again. */
  again: string;
  /** Printed before the wait; from then on Ctrl-C leaves it going. */
  title?: string;
  display?: Display;
}

/** Ctrl-C ends the waiting, not what is waited for. Every command that waits for something in AWS waits by this. */
export async function waited<T>(end: Promise<T>, { what, again, title = '', display }: Waiting): Promise<T> {
  const interrupted = onInterrupt(async () => {
    display?.stop();
    tell(`\n${what} goes on. Look at it again: ${again}\n`);
  });
  tell(title);
  try {
    return await interrupted.within(end);
  } finally {
    interrupted.ignore();
    display?.stop();
  }
}

/** How to wait for a run again. */
export const ofRun = (route: string, id: string) => ({
  what: 'The run',
  again: `kubeferry status ${route} ${id} --watch`,
});

/** Shows the steps and volumes of a run until it is over. */
export function watched(client: Client, route: string, id: string, title = ''): Promise<Run> {
  const display = displayOn(process.stderr);
  return waited(poll(client, runPath(route, id), isOver, display.show), { ...ofRun(route, id), title, display });
}
