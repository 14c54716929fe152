import type { Command } from 'commander';
import { type ConnectionFlags, connect } from '../api/client.ts';
import { runPath } from '../api/follow.ts';
import { findObjects, MOST_SHOWN, type ObjectFlags } from '../api/objects.ts';
import { printChanges } from '../api/print-changes.ts';
import { printExplained } from '../api/print-explained.ts';
import { badInput } from '../exit-codes.ts';
import { page } from '../pager.ts';
import { say } from '../say.ts';
import { checkOut, type OutFlags, writePlanned } from '../translate/write-planned.ts';
import { withApi } from './with-api.ts';
import { withObjects } from './with-objects.ts';
import { withOut } from './with-out.ts';

interface Flags extends ConnectionFlags, ObjectFlags, OutFlags {
  json?: boolean;
  details?: boolean;
}

/** More than these are listed, each with its changes, and not explained one by one. */
const MOST_EXPLAINED = 3;

export function addExplain(program: Command): void {
  withOut(withObjects(withApi(program.command('explain'))))
    .argument('<route>', 'name of the route')
    .argument('<id>', 'id of the plan or the run')
    .argument('[object]', 'Kind/namespace/name, Kind/name of cluster scope, or a part of a name')
    .description('Explain what became of an object: which rules saw it, what each did, and why. Without one, list all.')
    .action(explain);
}

async function explain(route: string, id: string, object: string | undefined, flags: Flags): Promise<void> {
  const chosen = object === undefined ? flags : { ...flags, onlyObject: object };
  checkOut(flags);
  const most = flags.json || flags.out ? Number.POSITIVE_INFINITY : MOST_SHOWN;
  const found = await findObjects(connect(flags), `${listPath(route, id)}/objects`, chosen, most);
  if (found.objects.length === 0 && object !== undefined) {
    const list = `kubeferry explain ${route} ${id}`;
    throw badInput([`Run ${id} has no object ${object}: ${list} lists all, with --kind or --rule some of them.`]);
  }
  if (flags.json) return say(`${JSON.stringify(found, null, 2)}\n`);
  if (flags.out) return writePlanned(found.objects, flags);
  const isOne = object !== undefined && found.objects.length <= MOST_EXPLAINED;
  page(isOne ? found.objects.map((each) => printExplained(each)).join('\n') : printChanges(found, flags));
}

/** Who may plan may read plans alone. */
const listPath = (route: string, id: string) =>
  id.startsWith('plan-') ? `/routes/${encodeURIComponent(route)}/plans/${encodeURIComponent(id)}` : runPath(route, id);
