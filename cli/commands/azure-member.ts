import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { azureParameters } from '../../core/base/access/azure-parameters.ts';
import { azureTemplate } from '../../core/base/access/azure-template.ts';
import { azureDeployLine, azurePortalLink, parametersFile } from '../../core/base/run/links/azure-deployment.ts';
import { readAssembly } from '../../emulator/assembly/read-assembly.ts';
import { type AksPlace, routesOf } from '../../local/route.ts';
import { currentAssembly } from '../assembly.ts';
import { needCheckout } from '../checkout.ts';
import { badInput } from '../exit-codes.ts';
import { say, tell } from '../say.ts';

interface Flags {
  out: string;
  issuer?: string;
  templateUrl?: string;
  json?: boolean;
}
type Side = 'source' | 'target';

export function addAzureMember(program: Command): void {
  program
    .command('azure-member')
    .argument('<route>', 'name of the route')
    .argument('<side>', 'source or target: which of its ends is in Azure')
    .description('Write the template of an end in Azure with its parameters, and print the line that deploys it.')
    .option('--out <folder>', 'where to write both files', '.')
    .option('--issuer <url>', "of the tokens of the role's account; the line asks AWS when left out")
    .option('--template-url <url>', 'public URL of that file: prints the link to the portal of Azure as well')
    .option('--json', 'print one JSON document on standard output')
    .action(azureMember);
}

function azureMember(route: string, side: string, flags: Flags): void {
  needCheckout('azure-member');
  const problems = problemsOf(side, flags);
  if (problems.length > 0) throw badInput(problems);
  const { end, name } = endOf(route, side as Side);
  const { issuer, templateUrl } = flags;
  const parameters = { ...azureParameters(side as Side, end), ...(issuer ? { issuer } : {}) };
  const files = write(flags.out, name, parameters);
  const { subscription = '', resourceGroup = '' } = end;
  const deploy = azureDeployLine(name, { subscription, resourceGroup }, files, issuer !== undefined);
  const link = templateUrl === undefined ? {} : { link: azurePortalLink(templateUrl) };
  if (flags.json)
    say(`${JSON.stringify({ name, subscription, resourceGroup, files, parameters, deploy, ...link }, null, 2)}\n`);
  else say(forPeople(side as Side, end, { ...files, deploy, ...link }));
}

const HTTPS = /^https:\/\/\S+$/;

const problemsOf = (side: string, { issuer, templateUrl }: Flags): string[] => [
  ...(side === 'source' || side === 'target' ? [] : [`${side}: an end is source or target.`]),
  ...(issuer === undefined || HTTPS.test(issuer) ? [] : [`--issuer ${issuer}: it begins with https://.`]),
  ...(templateUrl === undefined || HTTPS.test(templateUrl)
    ? []
    : [`--template-url ${templateUrl}: the portal reads from https:// only.`]),
];

function endOf(wanted: string, side: Side): { end: AksPlace; name: string } {
  const routes = routesOf(readAssembly(currentAssembly(() => tell('Synthesizing the app\n'))));
  const route = routes.find(({ name }) => name === wanted);
  if (!route)
    throw badInput([
      `There is no route "${wanted}": the configuration has ${routes.map(({ name }) => name).join(', ')}.`,
    ]);
  const end: AksPlace = route[side];
  if (end.kind !== 'aks')
    throw badInput([
      `The ${side} of route "${wanted}" is no cluster of AKS: kubeferry link writes the template of a member in AWS.`,
    ]);
  return { end, name: `kubeferry-${side}-${end.cluster}` };
}

function write(folder: string, name: string, parameters: Record<string, string>) {
  const files = { template: join(folder, `${name}.azure.json`), parameters: join(folder, `${name}.parameters.json`) };
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(files.template, `${JSON.stringify(azureTemplate(), null, 2)}\n`);
    writeFileSync(files.parameters, `${JSON.stringify(parametersFile(parameters), null, 2)}\n`);
  } catch (error) {
    throw badInput([`--out ${folder}: the files cannot be written there: ${(error as Error).message}.`]);
  }
  return files;
}

interface Written {
  template: string;
  parameters: string;
  deploy: string;
  link?: string;
}

const forPeople = (
  side: Side,
  { roleArn, cluster, create }: AksPlace,
  { template, parameters, deploy, link }: Written,
) => `
${template} is an identity in Azure that trusts the role ${roleArn}
and may do what runs do with cluster "${cluster}" and its disks; ${parameters} says where.

Somebody who may assign roles in that subscription (Owner, or User Access Administrator with Contributor) deploys it:

  ${deploy}
${link ? `\nor by the portal, with the same parameters:\n\n  ${link}\n` : ''}
Of what it answers, "client" is the route's \`client\`, and "objectId" is who the cluster knows. ${create ? BY_TEMPLATE : AFTERWARDS[side]}
`;

const BY_TEMPLATE = 'A cluster that a run makes lets it in by itself.';

const AFTERWARDS: Readonly<Record<Side, string>> = {
  source: `As an administrator of the cluster:

  kubeferry rbac --identity <objectId> | kubectl apply -f -`,
  target: `As an administrator of the cluster:

  kubectl create clusterrolebinding kubeferry --clusterrole cluster-admin --user <objectId>`,
};
