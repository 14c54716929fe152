import { HUB_STACK, memberStackName } from '../../core/base/run/names.ts';
import { azureSteps } from './azure/make.ts';
import { type Command, typed } from './commands.ts';
import type { Context } from './context.ts';
import { legsOf } from './legs.ts';
import { CLUSTERS, QUALIFIER, TEST_TAG, TOOLKIT_STACK, WORLD_STACK } from './names.ts';
import type { Step } from './run-steps.ts';

const TAGS = ['--tags', `${TEST_TAG.key}=${TEST_TAG.value}`];
const DEPLOY = [
  ...['--require-approval', 'never', '--progress', 'events', '--toolkit-stack-name', TOOLKIT_STACK],
  ...['--context', `@aws-cdk/core:bootstrapQualifier=${QUALIFIER}`],
  ...TAGS,
];
const WORLD_APP = 'node test/account/world/app.ts';

/** The account gets a bootstrap of its own, two clusters unless there are some, and kubeferry. */
export function installSteps(context: Context): Step[] {
  const { account, region, clusters, makesClusters, azure } = context.options;
  const stacks = [memberStackName('source', account, region), memberStackName('target', account, region), HUB_STACK];
  const bootstrap = ['--qualifier', QUALIFIER, '--toolkit-stack-name', TOOLKIT_STACK, ...TAGS];
  const routes = [...new Set(legsOf(context.options).map(({ route }) => route))];
  return [
    commandStep(
      context,
      'Bootstrap the CDK, for this test alone',
      `stack ${TOOLKIT_STACK}: a bucket, a repository, roles`,
      ['cdk', 'bootstrap', `aws://${account}/${region}`, '--app', WORLD_APP, ...bootstrap],
    ),
    ...(makesClusters
      ? [
          commandStep(
            context,
            'Make two clusters; this takes about 20 minutes',
            `stack ${WORLD_STACK}: a VPC, roles, and ${CLUSTERS.source} and ${CLUSTERS.target} with a node and the EBS CSI driver each`,
            ['cdk', 'deploy', WORLD_STACK, '--app', WORLD_APP, ...DEPLOY],
          ),
        ]
      : []),
    ...(azure ? azureSteps(context, azure) : []),
    commandStep(
      context,
      'Deploy kubeferry',
      `stacks ${stacks.join(', ')}, for the route ${routes.join(' and ')} from ${clusters.source} to ${clusters.target}`,
      ['cdk', 'deploy', ...stacks, ...DEPLOY],
    ),
  ];
}

export const commandStep = ({ run }: Context, title: string, makes: string, command: Command): Step => ({
  title,
  does: [makes, typed(command)],
  run: async (signal) => void (await run(command, signal)),
});
