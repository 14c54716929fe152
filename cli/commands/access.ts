import { Argument, type Command } from 'commander';
import { GROUPS, type Group } from '../../core/base/access/groups.ts';
import { policyOf } from '../../core/base/access/policy.ts';
import { callerOf } from '../api/caller.ts';
import { type ConnectionFlags, connect } from '../api/client.ts';
import { locate } from '../api/locate.ts';
import { badInput } from '../exit-codes.ts';
import { say } from '../say.ts';
import { print } from './start-run.ts';
import { withApi } from './with-api.ts';

interface Flags extends ConnectionFlags {
  json?: boolean;
  account?: string;
}

export function addAccess(program: Command): void {
  withApi(program.command('access'))
    .addArgument(new Argument('<group>', 'whom the policy is for').choices(GROUPS))
    .argument('<route...>', 'names of routes')
    .description('Print the IAM policy that gives a group of people its rights on routes, and nothing else.')
    .option('--account <id>', 'account of the hub; that of your credentials when left out')
    .action(access);
  withApi(program.command('whoami')).description('Say who you are to the hub.').action(whoami);
}

const ROUTE = /^[a-z][a-z0-9-]{0,39}$/;

async function access(group: Group, routes: string[], flags: Flags): Promise<void> {
  const problems = routes
    .filter((route) => !ROUTE.test(route))
    .map((route) => `"${route}" is no name of a route: it has lower-case letters, digits and -.`);
  if (flags.account !== undefined && !/^\d{12}$/.test(flags.account))
    problems.push(`--account ${flags.account}: an AWS account id has 12 digits.`);
  if (problems.length > 0) throw badInput(problems);
  const located = await locate(flags);
  const account = flags.account ?? (await callerOf(located)).account;
  if (!/^\d{12}$/.test(account)) throw badInput(['In which account is the hub? Give --account.']);
  say(`${JSON.stringify(policyOf(group, routes, { ...located, account, api: idOf(located.api) }), null, 2)}\n`);
}

/** The first word of a deployed API's host; any, where it runs on this machine. */
function idOf(api: string): string {
  const [, id = '*'] = /^https:\/\/([a-z0-9]+)\.execute-api\./.exec(api) ?? [];
  return id;
}

async function whoami(flags: Flags): Promise<void> {
  const me = await connect(flags).send<{ arn: string; person: string }>({ method: 'GET', path: '/me' });
  print(flags, me, `${me.person}\n${me.arn}\n`);
}
