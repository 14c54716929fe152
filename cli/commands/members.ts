import type { Command } from 'commander';
import type { MembersView, MemberView } from '../../core/serve/api/member-schemas.ts';
import { type ConnectionFlags, connect } from '../api/client.ts';
import { CommandEnd, EXIT } from '../exit-codes.ts';
import { print } from './start-run.ts';
import { withApi } from './with-api.ts';

interface Flags extends ConnectionFlags {
  json?: boolean;
}

export function addMembers(program: Command): void {
  withApi(program.command('members'))
    .argument('<route>', 'name of the route')
    .description('Say how the two accounts of a route are linked, with the link or the line that links each.')
    .action(members);
}

/** Fails as long as one of them is not linked, for whoever waits for it in a script. */
async function members(route: string, flags: Flags): Promise<void> {
  const path = `/routes/${encodeURIComponent(route)}/members`;
  const view = await connect(flags).send<MembersView>({ method: 'GET', path });
  print(flags, view, view.members.map(printMember).join('\n'));
  if (view.members.some(({ state }) => state !== 'linked')) throw new CommandEnd(EXIT.failed, '');
}

function printMember({
  side,
  account,
  region,
  stack,
  state,
  version,
  sentence,
  quickCreate,
  deploy,
}: MemberView): string {
  const lines = [
    `${side}  ${account}, ${region}: ${state}${version ? `, version ${version}` : ''}`,
    ...(sentence ? [`  ${sentence}`] : []),
    ...(state === 'linked' ? [] : waysTo(state, stack, quickCreate, deploy)),
  ];
  return `${lines.join('\n')}\n`;
}

/** A page that creates a stack cannot update one. */
const waysTo = (state: MemberView['state'], stack: string, quickCreate: string | undefined, deploy: string) => [
  ...(quickCreate && state === 'missing' ? [`  Create ${stack} in the console:`, `    ${quickCreate}`] : []),
  '  Create or update it by one line:',
  `    ${deploy}`,
];
