import { HUB_STACK } from '../../core/base/run/names.ts';
import { type Command, typed } from './commands.ts';
import type { Context } from './context.ts';
import { AZURE, ROUTE } from './names.ts';
import type { Options } from './options.ts';
import { findStack } from './removal/stacks.ts';
import type { Step } from './run-steps.ts';

const list = (route: string): Command => ['kubeferry', 'list', route, '--limit', '100', '--json'];
const stop = (route: string, id: string): Command => ['kubeferry', 'stop', route, id];
const rollBack = (route: string, id: string): Command => ['kubeferry', 'rollback', route, id, '--yes'];

/** The last leg first: what was cloned back was cloned before. */
const routesOf = ({ azure }: Options) => (azure ? [AZURE.fromAks.route, AZURE.intoAks.route] : [ROUTE]);

/** Undoes every run of the route, those under way as well. */
export const rollBackAll = ({ run, options }: Context): Step => ({
  title: 'Roll back every run',
  does: routesOf(options).flatMap((route) => [list(route), rollBack(route, '<run>')].map(typed)),
  async run(signal) {
    for (const route of routesOf(options)) {
      const { clones } = JSON.parse(await run(list(route), signal)) as { clones: { id: string; status: string }[] };
      for (const { id, status } of clones) {
        if (status === 'RUNNING') await run(stop(route, id), signal);
        await run(rollBack(route, id), signal);
      }
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
