import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { CloneCheck } from '../../core/serve/api/check-operation.ts';
import { type ConnectionFlags, connect } from '../api/client.ts';
import { runPath } from '../api/follow.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import { print } from './start-run.ts';
import { withApi } from './with-api.ts';

interface Flags extends ConnectionFlags {
  json?: boolean;
  out?: string;
}

export function addCheck(program: Command): void {
  withApi(program.command('check'))
    .argument('<route>', 'name of the route')
    .argument('<id>', 'id of the clone')
    .description(
      'Prove again what a clone has left: each of its objects, its volumes, and its evidence. Changes nothing; exit code 4 when something is not as the run left it.',
    )
    .option('--out <file>', 'write the signed document of this check to a file, where the hub signs')
    .action(check);
}

async function check(route: string, id: string, flags: Flags): Promise<void> {
  const path = `${runPath(route, id)}/checks`;
  const checked = await connect(flags).send<CloneCheck>({ method: 'POST', path });
  if (flags.out && checked.evidence) writeFileSync(flags.out, `${JSON.stringify(checked.evidence, null, 2)}\n`);
  print(flags, checked, printCheck(checked, flags.out));
  if (checked.problems.length > 0) throw new CommandEnd(EXIT.differs, '');
}

function printCheck({ id, checkedAt, good, problems, evidence }: CloneCheck, out: string | undefined): string {
  const verdict =
    problems.length === 0
      ? 'everything is as the run left it'
      : problems.length === 1
        ? 'one thing is not as the run left it'
        : `${problems.length} things are not as the run left them`;
  return [
    `${id} at ${checkedAt}: ${verdict}.`,
    `  good: ${good.objects} objects, ${good.volumes} volumes, ${good.snapshots} snapshots that are kept`,
    ...problems.map(({ at, message }) => `  ${at}: ${message}`),
    ...(evidence ? [`  signed by ${evidence.signature.key}`] : []),
    ...(evidence && out ? [`  ${out}: check it with kubeferry verify-evidence ${out}`] : []),
    '',
  ].join('\n');
}
