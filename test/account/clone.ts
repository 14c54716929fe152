import { loadCluster } from '../../cli/demo/load-cluster.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { checksumIn, enter, volumeIn, waitForDatabase } from './cluster.ts';
import { type Command, typed } from './commands.ts';
import type { Context } from './context.ts';
import { commandStep } from './install.ts';
import { BYTES_AT, CLAIM, DATA_MIB, NAMESPACE, ROUTE, STRATEGIES, type Strategy } from './names.ts';
import type { Step } from './run-steps.ts';
import { storageClass, workload } from './workload.ts';

/** A database with data at the source, cloned by each strategy, and its bytes compared. */
export function cloneSteps(context: Context): Step[] {
  const strategies = Object.keys(STRATEGIES) as Strategy[];
  return [
    load(context),
    commandStep(context, 'Let the doctor look at the route', 'nothing', ['kubeferry', 'doctor', ROUTE]),
    ...strategies.flatMap((strategy) => [clone(context, strategy), compare(context, strategy)]),
  ];
}

function load(context: Context): Step {
  const { source, target } = context.options.clusters;
  return {
    title: `Run a database in ${source}`,
    does: [
      `${source}: a StorageClass, and in namespace ${NAMESPACE} a StatefulSet with a volume of 1 GiB`,
      `${DATA_MIB} MiB of random bytes in ${BYTES_AT}`,
      `${target}: the same StorageClass`,
    ],
    async run(signal) {
      await within(context, target, (api) => loadCluster(api, [storageClass]));
      await within(context, source, async (api) => {
        await loadCluster(api, [storageClass, ...workload]);
        await waitForDatabase(api, NAMESPACE, signal);
      });
    },
  };
}

function clone({ run, say }: Context, strategy: Strategy): Step {
  const start: Command = [
    ...(['kubeferry', 'clone', ROUTE, '--namespace', NAMESPACE] as const),
    ...['--map-namespace', `${NAMESPACE}=${STRATEGIES[strategy]}`, '--strategy', strategy, '--no-wait', '--json'],
  ];
  const watch = (id: string): Command => ['kubeferry', 'status', ROUTE, id, '--watch', '--json'];
  const report = (id: string): Command => ['kubeferry', 'report', ROUTE, id];
  return {
    title: `Clone it into ${STRATEGIES[strategy]} by ${strategy}`,
    does: [
      'a snapshot at the source, a volume and the workload at the target',
      ...[start, watch('<run>'), report('<run>')].map(typed),
    ],
    async run(signal) {
      const { id } = JSON.parse(await run(start, signal)) as { id: string };
      say(`  run ${id}`);
      await run(watch(id), signal);
      say(await run(report(id), signal));
    },
  };
}

function compare(context: Context, strategy: Strategy): Step {
  const { source, target } = context.options.clusters;
  const namespace = STRATEGIES[strategy];
  return {
    title: `Compare the bytes that came by ${strategy}`,
    does: [`sha256sum ${BYTES_AT} in both pods; the volume of the clone is another one`],
    async run(signal) {
      const of = (cluster: string, where: string) =>
        within(context, cluster, async (api) => {
          await waitForDatabase(api, where, signal);
          return { sum: await checksumIn(api, where), volume: await volumeIn(api, where, CLAIM) };
        });
      const [was, is] = [await of(source, NAMESPACE), await of(target, namespace)];
      if (was.sum !== is.sum) throw new Error(`The source has ${was.sum}, and ${namespace} has ${is.sum}.`);
      if (was.volume === is.volume) throw new Error(`${namespace} has the volume of the source, ${is.volume}.`);
      context.say(`  ${is.sum} in ${was.volume} and in ${is.volume}`);
    },
  };
}

async function within<T>(context: Context, cluster: string, work: (api: ClusterApi) => Promise<T>): Promise<T> {
  const api = await enter(context, cluster);
  try {
    return await work(api);
  } finally {
    api.close();
  }
}
