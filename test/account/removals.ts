import { HUB_STACK, memberStackName } from '../../core/base/run/names.ts';
import { removeFromAzure } from './azure/removals.ts';
import type { Context } from './context.ts';
import { NAMESPACES, TEST_TAG, TOOLKIT_STACK, WORLD_STACK } from './names.ts';
import { removeLeftovers } from './removal/leftovers.ts';
import { removeOne } from './removal/remove-one.ts';
import { deleteStack } from './removal/stacks.ts';
import { unload } from './removal/unload.ts';
import { rollBackWhatIsThere } from './roll-back.ts';
import type { Step } from './run-steps.ts';

/** Stacks of the test in the order in which they can go: what deletes the others goes last. */
export function stacksOf({ account, region }: Context['options']): string[] {
  return [
    HUB_STACK,
    memberStackName('source', account, region),
    memberStackName('target', account, region),
    WORLD_STACK,
    TOOLKIT_STACK,
  ];
}

/** Everything that the test makes, gone again. Each finds by itself what is there, in whatever state a test has ended. */
export function removalsOf(context: Context): Step[] {
  const { options, place } = context;
  const { azure } = options;
  const { source, target } = options.clusters;
  return [
    rollBackWhatIsThere(context),
    ...[...(azure ? [azure.cluster] : []), target, source].map((cluster) => ({
      title: `Remove the workload from ${cluster}`,
      does: [`namespaces ${NAMESPACES.join(', ')}, and their volumes with them`],
      run: (signal: AbortSignal) => unload(context, cluster, signal),
    })),
    ...(azure ? [removeFromAzure(context, azure)] : []),
    ...stacksOf(options).map((name) => ({
      title: `Delete the stack ${name}`,
      does: [`only when it has the tag ${TEST_TAG.key}=${TEST_TAG.value}; with buckets and keys that it would keep`],
      async run(signal: AbortSignal) {
        for (const arn of await deleteStack(place, name, signal)) await removeOne(place, arn);
      },
    })),
    {
      title: 'Remove what is left',
      does: [
        `buckets, keys (which go after 7 days), snapshots and volumes with the tag ${TEST_TAG.key}=${TEST_TAG.value}`,
        `snapshots and volumes of claims in the namespaces of the test (kubeferry:claim)`,
      ],
      run: (signal) => removeLeftovers(place, signal),
    },
  ];
}
