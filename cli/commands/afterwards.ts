import type { Command } from 'commander';
import type * as z from 'zod';
import { isOver } from '../../core/base/ports/runs.ts';
import type { CleanUpView, RollBackView } from '../../core/serve/api/schemas.ts';
import { type Client, type ConnectionFlags, connect, type Run } from '../api/client.ts';
import { displayOn } from '../api/display.ts';
import { poll, runPath } from '../api/follow.ts';
import { keptLines } from '../api/print.ts';
import { printGoing, printPreview, readPreview } from '../api/print-going.ts';
import { waited } from '../api/wait.ts';
import { saysYes } from '../ask.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import { tell } from '../say.ts';
import { print } from './start-run.ts';

interface Flags extends ConnectionFlags {
  json?: boolean;
  wait?: boolean;
  yes?: boolean;
  preview?: boolean;
}

/** The commands about a run that is over: undo it, or finish cleaning up after it. */
export function addAfterwards(ofRun: (name: string, description: string) => Command): void {
  ofRun('rollback', 'Undo exactly what a run made, and wait until it is gone; what goes is shown first.')
    .option('--preview', 'only show what would go and what would come back')
    .option('-y, --yes', 'do not ask')
    .option('--no-wait', 'only start it')
    .action(rollBack);
  ofRun('clean-up', 'Finish what a run that succeeded could not clean up; nothing of the clone is undone.')
    .option('--no-wait', 'only start it')
    .action(cleanUp);
}

async function rollBack(route: string, id: string, flags: Flags): Promise<void> {
  const client = connect(flags);
  if (flags.preview) {
    const preview = await readPreview(client, route, id);
    return print(flags, preview, printPreview(preview));
  }
  if (!flags.yes) {
    tell(await printGoing(client, route, id));
    if (!(await saysYes('Roll it back?'))) throw new CommandEnd(EXIT.failed, 'Nothing was rolled back.');
  }
  const answer = await client.send<z.infer<typeof RollBackView>>({ method: 'DELETE', path: runPath(route, id) });
  await follow({ client, route, id, flags }, 'rollBack', answer, answer.rollBack);
}

async function cleanUp(route: string, id: string, flags: Flags): Promise<void> {
  const client = connect(flags);
  const path = `${runPath(route, id)}/clean-up`;
  const answer = await client.send<z.infer<typeof CleanUpView>>({ method: 'POST', path });
  await follow({ client, route, id, flags }, 'cleanUp', answer, answer.cleanUp);
}

interface About {
  client: Client;
  route: string;
  id: string;
  flags: Flags;
}

const NAMES = { rollBack: 'roll-back', cleanUp: 'clean-up' } as const;

/** Shows its steps until it is over, and then how it ended. */
async function follow(
  { client, route, id, flags }: About,
  member: keyof typeof NAMES,
  answer: unknown,
  begun: { id: string; status: string },
): Promise<void> {
  if (!flags.wait) return print(flags, answer, `${begun.id}: ${begun.status}\n`);
  const display = displayOn(process.stderr);
  const attempt = (run: Run) => run[member];
  const end = poll<Run>(
    client,
    runPath(route, id),
    (run) => isOver(attempt(run) ?? { status: 'SUCCEEDED' }),
    (run) => display.show(alone(run, attempt(run))),
  );
  const run = await waited(end, {
    what: `The ${NAMES[member]}`,
    again: `kubeferry status ${route} ${id}`,
    title: `${NAMES[member]} ${begun.id} on ${route}\n`,
    display,
  });
  const last = attempt(run);
  const failure = last?.failure ? `${last.failure.error}: ${last.failure.sentence}\n` : '';
  print(flags, run, `${last?.id}: ${last?.status}\n${failure}${keptLines(run)}`);
  if (last?.status !== 'SUCCEEDED') throw new CommandEnd(EXIT.failed, '');
}

/** The steps of the attempt, without what is known of the run itself. */
function alone({ volumes: _, estimate: __, approval: ___, ...run }: Run, attempt: Run['rollBack']): Run {
  return { ...run, status: attempt?.status ?? run.status, steps: attempt?.steps ?? [] };
}
