import type { ConnectionFlags } from '../api/client.ts';
import { connect } from '../api/client.ts';
import { runPath } from '../api/follow.ts';
import { findObjects, MOST_SHOWN, type ObjectFlags } from '../api/objects.ts';
import { printChanges } from '../api/print-changes.ts';
import { printExplained } from '../api/print-explained.ts';
import { badInput } from '../exit-codes.ts';
import { page } from '../pager.ts';
import { say } from '../say.ts';
import { checkOut, type OutFlags, writePlanned } from '../translate/write-planned.ts';

export interface ExplainFlags extends ConnectionFlags, ObjectFlags, OutFlags {
  json?: boolean;
  details?: boolean;
}

/** More than these are listed, each with its changes, and not explained one by one. */
const MOST_EXPLAINED = 3;

/** Explains one object of a plan or a run, or lists those that the flags choose. */
export async function explain(
  route: string,
  id: string,
  object: string | undefined,
  flags: ExplainFlags,
): Promise<void> {
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
