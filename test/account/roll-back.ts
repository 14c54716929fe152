import { HUB_STACK } from '../../core/base/run/names.ts';
import { type Command, typed } from './commands.ts';
import type { Context } from './context.ts';
import { ROUTE } from './names.ts';
import { findStack } from './removal/stacks.ts';
import type { Step } from './run-steps.ts';

const LIST: Command = ['kubeferry', 'list', ROUTE, '--limit', '100', '--json'];
const stop = (id: string): Command => ['kubeferry', 'stop', ROUTE, id];
const rollBack = (id: string): Command => ['kubeferry', 'rollback', ROUTE, id, '--yes'];

/** Undoes every run of the route, those under way as well. */
export const rollBackAll = ({ run }: Context): Step => ({
  title: 'Roll back every run',
  does: [LIST, rollBack('<run>')].map(typed),
  async run(signal) {
    const { clones } = JSON.parse(await run(LIST, signal)) as { clones: { id: string; status: string }[] };
    for (const { id, status } of clones) {
      if (status === 'RUNNING') await run(stop(id), signal);
      await run(rollBack(id), signal);
    }
  },
});

/** The same for a removal, which may meet no hub, or one of somebody else. */
export function rollBackWhatIsThere(context: Context): Step {
  const step = rollBackAll(context);
  return {
    ...step,
    run: async (signal) => {
      if ((await findStack(context.place, HUB_STACK))?.isOurs) await step.run(signal);
    },
  };
}
