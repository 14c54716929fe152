import type { Command } from 'commander';
import type { ExplainFlags } from '../explain/explain.ts';
import { withApi } from './with-api.ts';
import { withObjects } from './with-objects.ts';
import { withOut } from './with-out.ts';

export function addExplain(program: Command): void {
  withOut(withObjects(withApi(program.command('explain'))))
    .argument('<route>', 'name of the route')
    .argument('<id>', 'id of the plan or the run')
    .argument('[object]', 'Kind/namespace/name, Kind/name of cluster scope, or a part of a name')
    .description('Explain what became of an object: which rules saw it, what each did, and why. Without one, list all.')
    .action(async (route: string, id: string, object: string | undefined, flags: ExplainFlags) =>
      (await import('../explain/explain.ts')).explain(route, id, object, flags),
    );
}
