import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type MemberTemplate, memberTemplate } from '../../core/base/run/links/member-template.ts';
import { deployLine, quickCreateLink } from '../../core/base/run/links/quick-create.ts';
import { readAssembly, type StackArtifact } from '../../emulator/assembly/read-assembly.ts';
import { currentAssembly } from '../assembly.ts';
import { needCheckout } from '../checkout.ts';
import { badInput } from '../exit-codes.ts';
import { isMember } from '../link/is-member.ts';
import { urlProblem } from '../link/url-problem.ts';
import { say, tell } from '../say.ts';

interface Flags {
  out?: string;
  templateUrl?: string;
  json?: boolean;
}

export function addLink(program: Command): void {
  program
    .command('link')
    .argument('<side/account>', 'which member, such as source/222233334444; /<region> behind it if there are several')
    .description(
      "Write a member's template for another account's people, without CDK: one line, or a link, creates it.",
    )
    .option('--out <file>', 'where to write the template; <stack>.template.json when left out')
    .option('--template-url <url>', 'S3 URL of that file, readable in the other account: prints the link as well')
    .option('--json', 'print one JSON document on standard output')
    .action(link);
}

function link(wanted: string, { out, templateUrl, json }: Flags): void {
  needCheckout('link');
  const problem = templateUrl === undefined ? undefined : urlProblem(templateUrl);
  if (problem) throw badInput([problem]);
  const stack = memberOf(wanted);
  const made = templateOf(stack);
  const file = out ?? `${stack.name}.template.json`;
  write(file, made.template);
  const deploy = deployLine(stack, file, made.parameters);
  const url = templateUrl && quickCreateLink(stack, templateUrl, made.parameters);
  if (json) {
    const { name, account, region } = stack;
    const answer = {
      stack: name,
      account,
      region,
      file,
      parameters: made.parameters,
      deploy,
      ...(url ? { link: url } : {}),
    };
    say(`${JSON.stringify(answer, null, 2)}\n`);
  } else say(forPeople(stack, file, made, deploy, url));
}

function write(file: string, template: object): void {
  try {
    writeFileSync(file, `${JSON.stringify(template, null, 1)}\n`);
  } catch (error) {
    throw badInput([`--out ${file}: the template cannot be written there: ${(error as Error).message}.`]);
  }
}

function memberOf(wanted: string): StackArtifact {
  const stacks = readAssembly(currentAssembly(() => tell('Synthesizing the app\n')));
  const members = stacks.filter(isMember);
  const namesOf = ({ name, account, region }: StackArtifact) => {
    const side = name.split('-')[1];
    return [name, `${side}/${account}`, `${side}/${account}/${region}`];
  };
  const found = members.filter((member) => namesOf(member).includes(wanted));
  if (found.length === 1) return found[0]!;
  const all = (found.length > 1 ? found : members).map((member) => namesOf(member)[2]).join(', ');
  throw badInput([
    found.length > 1
      ? `${wanted} is several members: name one of ${all}.`
      : `There is no member ${wanted}: kubeferry.config.ts has ${all}.`,
  ]);
}

function templateOf(stack: StackArtifact): MemberTemplate {
  try {
    return memberTemplate(stack);
  } catch (error) {
    throw badInput([(error as Error).message]);
  }
}

function forPeople(
  stack: StackArtifact,
  file: string,
  { parameters }: MemberTemplate,
  deploy: string,
  url = '',
): string {
  const { name, account, region } = stack;
  const { HubAccount, ExternalId } = parameters;
  return `
${file} is the stack ${name}, for account ${account}, ${region}.
It lets functions of the hub in account ${HubAccount} take one role, when they name the ExternalId "${ExternalId}".

Somebody with rights in account ${account} creates or updates it with this line (AWS CloudShell will do):

  ${deploy}
${url ? `\nor creates it with this link, which asks to acknowledge that it makes a role (an update takes the line):\n\n  ${url}\n` : withoutUrl(file, account)}`;
}

/** CloudFormation reads the template with the rights of whoever opens the link, so it has to lie where they may read. */
const withoutUrl = (file: string, account: string) => `
For a link instead, put the file where people of account ${account} may read it, and give its URL:

  aws s3 cp ${file} s3://<bucket>/
  kubeferry link … --template-url https://<bucket>.s3.<region>.amazonaws.com/${file.replace(/^.*\//, '')}
`;
