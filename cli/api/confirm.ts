import { randomUUID } from 'node:crypto';
import { isOver } from '../../core/base/ports/runs.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import type { Client, Plan } from './client.ts';
import { poll } from './follow.ts';
import { printPlan } from './print.ts';

export interface Person {
  ask(question: string): Promise<boolean>;
  tell(text: string): void;
}

/**
 * Plans the clone, shows the plan, and asks. Answers the hash of what was shown, so that nothing else is cloned. Ends the
 * command where the plan has blockers or was not made, and where the answer is no.
 */
export async function confirmedHash(
  client: Client,
  { route, body }: { route: string; body: Record<string, unknown> },
  { ask, tell }: Person,
): Promise<string> {
  const path = `/routes/${encodeURIComponent(route)}/plans`;
  const headers = { 'idempotency-key': randomUUID() };
  tell(`Planning a clone on ${route} first; nothing is changed. --yes starts it without this question.\n`);
  const { id } = await client.send<{ id: string }>({ method: 'POST', path, body, headers });
  const planned = await poll<Plan>(client, `${path}/${encodeURIComponent(id)}`, isOver);
  tell(printPlan(planned));
  if (planned.plan) tell(`Every changed field: kubeferry explain ${route} ${id}\n`);
  if (planned.plan?.blocked) throw new CommandEnd(EXIT.blocked, 'Nothing was cloned: the plan has blockers.');
  if (!planned.plan || planned.status !== 'SUCCEEDED')
    throw new CommandEnd(
      planned.failure?.error === 'InvalidRequest' ? EXIT.badInput : EXIT.failed,
      'Nothing was cloned: the plan was not made.',
    );
  if (!(await ask('Clone this?'))) throw new CommandEnd(EXIT.failed, 'Nothing was cloned.');
  return planned.plan.hash;
}
