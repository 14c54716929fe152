/** Requests for what people migrate or clone for: data, below what a route and a request say themselves. */
import type { Request, RequestInput } from '../request.ts';
import type { Source } from '../source.ts';
import type { PresetName } from './preset-names.data.ts';

/** What of a route a preset may ask. */
export interface PresetRoute {
  name: string;
  source?: Pick<Source, 'region' | 'kind'>;
  target?: { region?: string; create?: { version?: string | undefined } | undefined };
}

interface Demand {
  /** `a route between two Regions` */
  what: string;
  isUnmet: (request: Request, route: PresetRoute) => boolean;
  /** What to do about it. */
  wayOut: string;
}

export interface Preset {
  name: PresetName;
  /** What it is for, in a sentence. */
  description: string;
  sets: RequestInput;
  demands: readonly Demand[];
  /** What its plan is to be looked at for. */
  look: readonly string[];
}

/** A migration whose source is at zero from the snapshot on. */
const MOVE = { profile: 'migrate', cutOver: true, quiesce: { scaleToZero: true } } as const;

export const PRESETS: readonly Preset[] = [
  {
    name: 'upgrade-infrastructure',
    description: 'Moves workloads to a cluster of a newer version, which is made from the source when it is missing.',
    sets: { ...MOVE, target: { createCluster: true } },
    demands: [
      {
        what: 'a version for the cluster that it makes',
        isUnmet: ({ target }, route) => target.createCluster && route.target?.create?.version === undefined,
        wayOut:
          'set target.create.version of the route in kubeferry.config.ts, or "target": {"createCluster": false} where the cluster is there already',
      },
    ],
    look: [
      'APIs that the new version has removed, and versions of add-ons',
      'the downtime of the cut-over',
      'within one account and Region: volumes that are made of the snapshots at the source, so that nothing is copied',
    ],
  },
  {
    name: 'new-storage',
    description: 'Moves volumes from gp2 to gp3 with a cut-over.',
    sets: { ...MOVE, mappings: { storageClasses: { gp2: 'gp3' } }, volumes: { performance: 'source' } },
    demands: [],
    look: [
      'IOPS and throughput of each volume, which are never lower than at the source, and what more than the class has costs',
      'within one cluster: each namespace needs another name (mappings.namespaces)',
    ],
  },
  {
    name: 'offload-workload',
    description: 'Moves single namespaces to another cluster, to relieve the source.',
    sets: MOVE,
    demands: [
      {
        what: 'namespaces by name',
        isUnmet: ({ selection }) => selection.allNamespaces === true,
        wayOut: 'name them in selection.namespaces',
      },
    ],
    look: [
      'services that are not copied and are called',
      'the downtime of the cut-over',
      'whether the nodes there have room for its pods',
    ],
  },
  {
    name: 'dev-test',
    description: 'Keeps a copy for development and tests: replaced by each run, and removed after three days.',
    sets: { profile: 'clone', onConflict: 'refresh', ttl: '3d' },
    demands: [],
    look: [
      'what could still reach out of the clone',
      'load balancers, which become internal, and jobs, which are suspended',
    ],
  },
  {
    name: 'move-region',
    description: 'Moves workloads to another Region.',
    sets: MOVE,
    demands: [
      {
        what: 'a route between two Regions',
        isUnmet: (_, { source, target }) => source !== undefined && source.region === target?.region,
        wayOut: 'take another route, or leave the preset out',
      },
    ],
    look: [
      'the price of the transfer; pace.completionMinutes sets a time for the copies',
      'images, keys and certificates that lie in the Region of the source',
    ],
  },
  {
    name: 'leave-data-centre',
    description: 'Moves workloads of a cluster that is none of EKS.',
    sets: { profile: 'migrate' },
    demands: [
      {
        what: 'a source that is no cluster of EKS',
        isUnmet: (_, { source }) => source !== undefined && (source.kind ?? 'eks') === 'eks',
        wayOut: 'give the source of the route its kind in kubeferry.config.ts, or leave the preset out',
      },
    ],
    look: [
      'claims that have to name where their data comes from (volumes.origins)',
      'what a backup has not kept of files',
      'images of registries that the target does not reach, host names and addresses',
    ],
  },
];
