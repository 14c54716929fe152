import { Command } from 'commander';
import { badInput } from '../../cli/exit-codes.ts';
import { CLUSTERS } from './names.ts';

export interface Options {
  account: string;
  region: string;
  profile?: string;
  clusters: { source: string; target: string };
  /** False: the clusters were there before, and stay. */
  makesClusters: boolean;
  mode: 'run' | 'dry-run' | 'clean-up';
  yes: boolean;
}

interface Flags {
  account?: string;
  region?: string;
  profile?: string;
  sourceCluster?: string;
  targetCluster?: string;
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
    .option('--dry-run', 'print every step, and call nothing')
    .option('--clean-up', 'only remove what an earlier test has left, found by its tag')
    .option('-y, --yes', 'do not ask')
    .exitOverride();
  return command.parse(args, { from: 'user' }).opts<Flags>();
}

function mistakes({ account, region, sourceCluster, targetCluster, dryRun, cleanUp }: Flags): string[] {
  return [
    ...(/^\d{12}$/.test(account ?? '') ? [] : ['--account: name the account by its 12 digits; there is no default.']),
    ...(region ? [] : ['--region: name the Region, or set AWS_REGION.']),
    ...(Boolean(sourceCluster) === Boolean(targetCluster)
      ? []
      : ['--source-cluster and --target-cluster: name both, or neither to have two made.']),
    ...(sourceCluster && sourceCluster === targetCluster ? ['--target-cluster: it is the source; name another.'] : []),
    ...(dryRun && cleanUp ? ['--dry-run and --clean-up: give one of them.'] : []),
  ];
}
