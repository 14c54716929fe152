import { Command } from 'commander';
import { badInput } from '../../cli/exit-codes.ts';
import { azureMistakes, azureOf } from './azure/options.ts';
import { CLUSTERS } from './names.ts';

/** Where in Azure, and its cluster there. */
export interface AzureOptions {
  tenant: string;
  subscription: string;
  /** Such as `westeurope`. */
  location: string;
  cluster: string;
  resourceGroup: string;
  nodeResourceGroup: string;
  /** False: the cluster was there before, and stays. */
  makesCluster: boolean;
}

export interface Options {
  account: string;
  region: string;
  profile?: string;
  clusters: { source: string; target: string };
  /** False: the clusters were there before, and stay. */
  makesClusters: boolean;
  /** Into Azure and back, and not by each strategy within AWS. */
  azure?: AzureOptions;
  mode: 'run' | 'dry-run' | 'clean-up';
  yes: boolean;
}

export interface Flags {
  account?: string;
  region?: string;
  profile?: string;
  sourceCluster?: string;
  targetCluster?: string;
  azure?: boolean;
  tenant?: string;
  subscription?: string;
  location?: string;
  aksCluster?: string;
  aksResourceGroup?: string;
  aksNodeResourceGroup?: string;
  dryRun?: boolean;
  cleanUp?: boolean;
  yes?: boolean;
}

/** What the command line says. Throws bad input with every mistake at once. */
export function optionsOf(args: readonly string[], env: Record<string, string | undefined>): Options {
  const flags = parsed(args);
  const region = flags.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const problems = mistakes({ ...flags, ...(region ? { region } : {}) });
  const { account, sourceCluster, targetCluster, profile } = flags;
  if (problems.length > 0 || !account || !region) throw badInput(problems);
  return {
    account,
    region,
    ...(profile ? { profile } : {}),
    clusters: { source: sourceCluster ?? CLUSTERS.source, target: targetCluster ?? CLUSTERS.target },
    makesClusters: !sourceCluster,
    ...(flags.azure ? { azure: azureOf(flags) } : {}),
    mode: flags.cleanUp ? 'clean-up' : flags.dryRun ? 'dry-run' : 'run',
    yes: flags.yes === true,
  };
}

function parsed(args: readonly string[]): Flags {
  const command = new Command('npm run test:account --')
    .description('Clones between two EKS clusters of a real account, compares the bytes, and removes everything again.')
    .option('--account <id>', 'the account in which it all happens; credentials of another one are refused')
    .option('--region <name>', "where; the AWS CLI's when left out")
    .option('--profile <name>', 'profile of the AWS CLI')
    .option('--source-cluster <name>', 'an EKS cluster that is there; two small ones are made when left out')
    .option('--target-cluster <name>', 'the other one')
    .option('--azure', 'clone into a cluster of AKS and back, instead of between two of EKS by each strategy')
    .option('--tenant <id>', 'with --azure: the tenant of Entra ID; sign in to it by az login')
    .option('--subscription <id>', 'with --azure: where the cluster of AKS is, or is made')
    .option('--location <name>', 'with --azure: of that cluster, such as westeurope')
    .option('--aks-cluster <name>', 'with --azure: one that is there; a small one is made when left out')
    .option('--aks-resource-group <name>', 'with --aks-cluster: where it is')
    .option('--aks-node-resource-group <name>', 'with --aks-cluster: where its nodes and disks are')
    .option('--dry-run', 'print every step, and call nothing')
    .option('--clean-up', 'only remove what an earlier test has left, found by its tag')
    .option('-y, --yes', 'do not ask')
    .exitOverride();
  return command.parse(args, { from: 'user' }).opts<Flags>();
}

function mistakes(flags: Flags): string[] {
  const { account, region, sourceCluster, targetCluster, dryRun, cleanUp } = flags;
  return [
    ...(/^\d{12}$/.test(account ?? '') ? [] : ['--account: name the account by its 12 digits; there is no default.']),
    ...(region ? [] : ['--region: name the Region, or set AWS_REGION.']),
    ...(Boolean(sourceCluster) === Boolean(targetCluster)
      ? []
      : ['--source-cluster and --target-cluster: name both, or neither to have two made.']),
    ...(sourceCluster && sourceCluster === targetCluster ? ['--target-cluster: it is the source; name another.'] : []),
    ...azureMistakes(flags),
    ...(dryRun && cleanUp ? ['--dry-run and --clean-up: give one of them.'] : []),
  ];
}
