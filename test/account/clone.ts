import { loadCluster } from '../../cli/demo/load-cluster.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { checksumIn, enter, until, volumeIn, waitForDatabase } from './cluster.ts';
import { type Command, typed } from './commands.ts';
import type { Context } from './context.ts';
import { commandStep } from './install.ts';
import { type Leg, legsOf } from './legs.ts';
import { BYTES_AT, CLAIM, DATA_MIB, NAMESPACE } from './names.ts';
import type { Step } from './run-steps.ts';
import { diskClass, storageClass, workload } from './workload.ts';

/** How long role assignments of Azure may take until every API server knows them. */
const MINUTES_OF_AZURE = 15;

/** A database with data at the source, cloned along each leg, and its bytes compared. */
export function cloneSteps(context: Context): Step[] {
  const legs = legsOf(context.options);
  const routes = [...new Set(legs.map(({ route }) => route))];
  return [
    load(context),
    ...routes.map((route) =>
      commandStep(context, 'Let the doctor look at the route', 'nothing', ['kubeferry', 'doctor', route]),
    ),
    ...legs.flatMap((leg) => [clone(context, leg), compare(context, leg)]),
  ];
}

function load(context: Context): Step {
  const { clusters, azure } = context.options;
  const { source, target } = clusters;
  return {
    title: `Run a database in ${source}`,
    does: [
      `${source}: a StorageClass, and in namespace ${NAMESPACE} a StatefulSet with a volume of 1 GiB`,
      `${DATA_MIB} MiB of random bytes in ${BYTES_AT}`,
      `${[target, ...(azure ? [azure.cluster] : [])].join(', ')}: a StorageClass of the same name`,
    ],
    async run(signal) {
      await within(context, target, (api) => loadCluster(api, [storageClass]));
      if (azure) await within(context, azure.cluster, (api) => applied(api, signal));
      await within(context, source, async (api) => {
        await loadCluster(api, [storageClass, ...workload]);
        await waitForDatabase(api, NAMESPACE, signal);
      });
    },
  };
}

/** Azure lets somebody in minutes after it says so. */
const applied = (api: ClusterApi, signal: AbortSignal) =>
  until('The cluster of AKS was to let you in', MINUTES_OF_AZURE, signal, () =>
    loadCluster(api, [diskClass]).then(
      () => true,
      () => undefined,
    ),
  );

function clone({ run, say }: Context, { route, from, to, how, flags }: Leg): Step {
  const start: Command = [
    ...(['kubeferry', 'clone', route, '--namespace', from.namespace] as const),
    ...['--map-namespace', `${from.namespace}=${to.namespace}`, ...flags, '--no-wait', '--json'],
  ];
  const watch = (id: string): Command => ['kubeferry', 'status', route, id, '--watch', '--json'];
  const report = (id: string): Command => ['kubeferry', 'report', route, id];
  return {
    title: `Clone it into ${to.namespace} ${how}`,
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

function compare(context: Context, { from, to, how }: Leg): Step {
  return {
    title: `Compare the bytes that came ${how}`,
    does: [`sha256sum ${BYTES_AT} in both pods; the volume of the clone is another one`],
    async run(signal) {
      const of = ({ cluster, namespace }: Leg['from']) =>
        within(context, cluster, async (api) => {
          await waitForDatabase(api, namespace, signal);
          return { sum: await checksumIn(api, namespace), volume: await volumeIn(api, namespace, CLAIM) };
        });
      const [was, is] = [await of(from), await of(to)];
      if (was.sum !== is.sum) throw new Error(`The source has ${was.sum}, and ${to.namespace} has ${is.sum}.`);
      if (was.volume === is.volume) throw new Error(`${to.namespace} has the volume of the source, ${is.volume}.`);
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
