import { join } from 'node:path';
import { loadCluster } from '../../../cli/demo/load-cluster.ts';
import { enter, until } from '../cluster.ts';
import { type Command, typed } from '../commands.ts';
import { rewriteConfig } from '../config-file.ts';
import type { Context } from '../context.ts';
import { commandStep } from '../install.ts';
import { AZURE, TEST_TAG } from '../names.ts';
import type { AzureOptions } from '../options.ts';
import type { Step } from '../run-steps.ts';
import { issuerOf } from './check.ts';
import { bindingIn, rightsOf } from './rights.ts';

const TAGS = ['--tags', `${TEST_TAG.key}=${TEST_TAG.value}`];
const ADMIN = 'Azure Kubernetes Service RBAC Cluster Admin';
const MINUTES = 15;

const SIDES = { target: AZURE.intoAks.route, source: AZURE.fromAks.route } as const;
type Side = keyof typeof SIDES;

interface Identity {
  client: string;
  objectId: string;
}

/** A cluster of AKS unless there is one, and in its resource group an identity for each side, by the template that a route deploys. */
export function azureSteps(context: Context, azure: AzureOptions): Step[] {
  return [
    ...(azure.makesCluster ? [makeGroup(context, azure), makeCluster(context, azure)] : []),
    makeIdentities(context, azure),
  ];
}

const makeGroup = (context: Context, { subscription, resourceGroup, location }: AzureOptions) =>
  commandStep(context, 'Make a resource group in Azure', `resource group ${resourceGroup}`, [
    ...(['az', 'group', 'create', '--subscription', subscription, '--name', resourceGroup] as const),
    ...['--location', location, ...TAGS],
  ]);

/** Of the cheapest tier, with Entra ID and no other way in. */
const makeCluster = (context: Context, azure: AzureOptions) =>
  commandStep(
    context,
    'Make a cluster of AKS; this takes about 10 minutes',
    `${azure.cluster} with one node, in ${azure.resourceGroup} and ${azure.nodeResourceGroup}`,
    [
      ...(['az', 'aks', 'create', ...placeOf(azure), '--location', azure.location] as const),
      ...['--node-resource-group', azure.nodeResourceGroup, '--tier', 'free'],
      ...['--node-count', '1', '--node-vm-size', 'Standard_D2s_v5', '--no-ssh-key'],
      ...['--enable-aad', '--enable-azure-rbac', '--disable-local-accounts', ...TAGS],
    ],
  );

const placeOf = ({ subscription, resourceGroup, cluster }: AzureOptions) => [
  ...['--subscription', subscription, '--resource-group', resourceGroup, '--name', cluster],
];

export const clusterId = ({ subscription, resourceGroup, cluster }: AzureOptions) =>
  `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${cluster}`;

function makeIdentities(context: Context, azure: AzureOptions): Step {
  const sides = Object.keys(SIDES) as Side[];
  const files = { template: '<template>', parameters: '<parameters>' };
  return {
    title: 'Make an identity for each side in Azure, and let it into the cluster',
    does: [
      ...sides.flatMap((side) => [member(side, '<folder>', '<issuer>'), deployment(side, azure, files)].map(typed)),
      typed(assignment(azure, ofIdentity('<objectId>'))),
      'in the cluster: rights to list, for the identity of the source (kubeferry rbac)',
    ],
    async run(signal) {
      const issuer = await issuerOf(context.place);
      const folder = join(context.config, '..');
      const identities: Partial<Record<Side, Identity>> = {};
      for (const side of sides) {
        const written = JSON.parse(await context.run(member(side, folder, issuer), signal)) as { files: typeof files };
        const outputs = JSON.parse(await context.run(deployment(side, azure, written.files), signal)) as Outputs;
        identities[side] = { client: outputs.client.value, objectId: outputs.objectId.value };
      }
      const { source, target } = identities as Record<Side, Identity>;
      rewriteConfig(context.config, context.options, { source: source.client, target: target.client });
      await letIn(context, azure, { source, target }, signal);
    },
  };
}

interface Outputs {
  client: { value: string };
  objectId: { value: string };
}

const member = (side: Side, folder: string, issuer: string): Command => [
  ...(['kubeferry', 'azure-member', SIDES[side], side, '--out', folder] as const),
  ...['--issuer', issuer, '--json'],
];

const deployment = (
  side: Side,
  { subscription, resourceGroup, cluster }: AzureOptions,
  { template, parameters }: { template: string; parameters: string },
): Command => [
  ...(['az', 'deployment', 'group', 'create', '--subscription', subscription] as const),
  ...['--resource-group', resourceGroup, '--name', `kubeferry-${side}-${cluster}`],
  ...['--template-file', template, '--parameters', `@${parameters}`],
  ...['--query', 'properties.outputs', '--output', 'json'],
];

/** Of a new identity the directory may not know yet of what kind it is. */
const ofIdentity = (objectId: string) => [
  '--assignee-object-id',
  objectId,
  '--assignee-principal-type',
  'ServicePrincipal',
];

const assignment = (azure: AzureOptions, assignee: readonly string[]): Command => [
  ...(['az', 'role', 'assignment', 'create', ...assignee] as const),
  ...['--role', ADMIN, '--scope', clusterId(azure)],
];

/** The target administers the cluster, and so does whoever runs the test where the test has made it; the source lists what is there. */
async function letIn(
  context: Context,
  azure: AzureOptions,
  { source, target }: Record<Side, Identity>,
  signal: AbortSignal,
) {
  if (azure.makesCluster)
    await context.run(assignment(azure, ['--assignee', await you(context, azure, signal)]), signal);
  await context.run(assignment(azure, ofIdentity(target.objectId)), signal);
  const api = await enter(context, azure.cluster);
  try {
    // Azure lets somebody in minutes after it says so.
    await until('The cluster of AKS was to let you in', MINUTES, signal, () =>
      bindingIn(api).then(
        () => true,
        () => undefined,
      ),
    );
    if (await bindingIn(api))
      throw new Error(`${azure.cluster} has the rights of a kubeferry already: name another one.`);
    await loadCluster(api, rightsOf(source.objectId));
  } finally {
    api.close();
  }
}

const you = async ({ run }: Context, { subscription }: AzureOptions, signal: AbortSignal) => {
  const asked = ['account', 'show', '--subscription', subscription, '--query', 'user.name', '--output', 'tsv'];
  return (await run(['az', ...asked], signal)).trim();
};
