import { CommandEnd } from '../exit-codes.ts';
import { page } from '../pager.ts';
import { say, tell } from '../say.ts';
import { type OutFlags, writePlanned } from '../translate/write-planned.ts';
import type { Client, Plan } from './client.ts';
import { type FoundObjects, findObjects, isChosen, MOST_SHOWN, type ObjectFlags } from './objects.ts';
import { printPlan } from './print.ts';
import { printChanges } from './print-changes.ts';

export interface TellFlags extends ObjectFlags, OutFlags {
  json?: boolean;
  details?: boolean;
}

/** Prints a plan with what it does to each object; as JSON with its objects where they were asked for. */
export async function tellObjects(client: Client, plan: Plan, flags: TellFlags): Promise<void> {
  if (flags.out && plan.plan)
    return writePlanned((await findObjects(client, pathOf(plan), flags, Number.POSITIVE_INFINITY)).objects, flags);
  if (flags.json) return say(`${JSON.stringify(await document(client, plan, flags), null, 2)}\n`);
  const found = plan.plan ? await objectsOf(client, plan, flags) : undefined;
  page(`${printPlan(plan)}${found ? printChanges(found, flags) : ''}`);
}

async function document(client: Client, plan: Plan, flags: TellFlags): Promise<unknown> {
  if (!plan.plan || !(flags.details || isChosen(flags))) return plan;
  const { facets, objects } = await findObjects(client, pathOf(plan), flags, Number.POSITIVE_INFINITY);
  return { ...plan, facets, objects };
}

/** The plan is told in any case; a hub that is older than the command has no lists of objects. */
async function objectsOf(client: Client, plan: Plan, flags: TellFlags): Promise<FoundObjects | undefined> {
  try {
    return await findObjects(client, pathOf(plan), flags, MOST_SHOWN);
  } catch (error) {
    if (!(error instanceof CommandEnd) || isChosen(flags)) throw error;
    tell(`${error.message}\n`);
    return undefined;
  }
}

const pathOf = ({ route, id }: Plan) => `/routes/${encodeURIComponent(route)}/plans/${encodeURIComponent(id)}/objects`;
