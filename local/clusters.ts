import { zonesOf } from '../emulator/aws/ec2/zones.ts';
import { isAutoMode } from '../emulator/aws/eks/auto-mode.ts';
import type { Eks } from '../emulator/aws/eks/eks.ts';
import type { EksContext } from '../emulator/aws/eks/operation.ts';
import type { ClusterSeed } from '../emulator/aws/eks/seed-cluster.ts';
import type { Surroundings } from '../emulator/aws/gateway/execute.ts';
import type { Services } from '../emulator/aws/services.ts';
import type { EbsCsiDriver } from '../emulator/csi/driver.ts';
import type { RunningCluster } from '../emulator/kubernetes/contract/backend.ts';
import { startCsiDriver } from './csi-driver.ts';
import { letHandOver } from './let-hand-over.ts';
import type { ClusterPlace, Home } from './route.ts';

/** `running` throws as long as there is no such cluster. */
export type CloudClusters = Record<'source' | 'target', { name: string; readonly running: RunningCluster }>;

/** The EBS CSI drivers of all clusters, those of clusters that are made later as well. */
export interface Drivers {
  onStarted: NonNullable<EksContext['onStarted']>;
  onStopping: NonNullable<EksContext['onStopping']>;
  settled(): Promise<void>;
  /** Somebody has changed something in a cluster. */
  hint(): void;
  stop(): Promise<void>;
}

export function createDrivers(services: Services, surroundings: Surroundings): Drivers {
  const drivers = new Map<string, EbsCsiDriver>();
  const keyOf = ({ account, region, cluster }: ClusterPlace) => `${account} ${region} ${cluster}`;
  return {
    onStarted(made, running) {
      const place = { account: made.account, region: made.region, cluster: made.name };
      const driver = isAutoMode(made) ? 'ebs.csi.eks.amazonaws.com' : 'ebs.csi.aws.com';
      drivers.set(keyOf(place), startCsiDriver(place, running, services, surroundings, driver));
    },
    async onStopping({ account, region, name }) {
      const key = keyOf({ account, region, cluster: name });
      const driver = drivers.get(key);
      drivers.delete(key);
      await driver?.stop();
    },
    settled: async () => void (await Promise.all([...drivers.values()].map((driver) => driver.settled()))),
    hint() {
      for (const driver of drivers.values()) driver.hint();
    },
    stop: async () => void (await Promise.all([...drivers.values()].map((driver) => driver.stop()))),
  };
}

/** The clusters of the route, with a node in each zone and the EBS CSI driver; `target: false` leaves that one to be made. */
export async function startClusters(
  home: Home,
  eks: Eks,
  drivers: Drivers,
  {
    target,
    sourceStorage,
    endpoint,
    plainly,
    later,
  }: {
    target: boolean;
    /** Starts an end that is none of EKS. */
    plainly: (end: Home['source']) => Promise<RunningCluster>;
    /** A target of AKS that somebody makes. */
    later: { readonly running: RunningCluster };
    sourceStorage?: ClusterSeed['storage'] | undefined;
    endpoint: 'public' | 'private';
  },
): Promise<CloudClusters> {
  const start = async (place: ClusterPlace, storage: ClusterSeed['storage'] = 'add-on') => {
    const { account, region, cluster: name } = place;
    const nodes = zonesOf(region).map((zone) => ({ zone: zone.name }));
    const { cluster, running } = await eks.seedCluster({ account, region, name, nodes, storage, endpoint });
    drivers.onStarted(cluster, running);
    return running;
  };
  const startSource = async () => {
    if (!isOfEks(home.source)) return plainly(home.source);
    const running = await start(home.source, sourceStorage);
    if (home.source.handsOver) await letHandOver(running);
    return undefined;
  };
  const startTarget = async () => {
    if (!isOfEks(home.target)) return target ? plainly(home.target) : undefined;
    if (target) await start(home.target);
    return undefined;
  };
  const [plain, plainTarget] = await Promise.all([startSource(), startTarget()]);
  const source = plain ? { name: home.source.cluster, running: plain } : handleOf(home.source, eks);
  const made = isOfEks(home.target) ? handleOf(home.target, eks) : laterOf(home.target.cluster, later);
  return { source, target: plainTarget ? { name: home.target.cluster, running: plainTarget } : made };
}

const laterOf = (name: string, later: { readonly running: RunningCluster }) => ({
  name,
  get running() {
    return later.running;
  },
});

const isOfEks = ({ kind = 'eks' }: Home['target']) => !['kubernetes', 'aks'].includes(kind);

/** Looks the control plane up each time, since a cluster may be made, and removed, while the cloud runs. */
const handleOf = ({ account, region, cluster: name }: ClusterPlace, eks: Eks) => ({
  name,
  get running(): RunningCluster {
    const found = eks.clusters.findLast(
      (one) => one.account === account && one.region === region && one.name === name && one.goneAt === undefined,
    );
    if (!found?.running) throw new Error(`There is no running cluster "${name}" in account ${account}, ${region}.`);
    return found.running;
  },
});
