import { EXPORT_KINDS } from '../../core/base/run/keys.ts';
import type { Side } from '../members.ts';
import type { ExportRights } from '../run-records.ts';

/** One function of the hub: what it may reach, and how big it is. The reason for a size is beside it. */
export interface FunctionRow {
  /** The folder in `lambdas/`. */
  step: string;
  /** Which member roles it takes. */
  sides: readonly Side[];
  /** No longer than the TimeoutSeconds of any state that calls it: the function then fails first, with its own words. */
  timeoutSeconds: number;
  /** Lambda gives CPU by memory: 1,769 MiB is one vCPU (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html). */
  memoryMiB: number;
  /** It notifies of what happens: it may start the machine `notify`. */
  notifies?: true;
  /** It may stop runs of the routes and start their roll-back. */
  endsRuns?: true;
  /** What it does with the Jobs that copy files in a source, where a route allows them: makes them, or reads or removes what they write. */
  movers?: 'makes' | 'reads' | 'removes';
  /** What it does with whole objects, which have Secrets among them: everybody else sees none of them. */
  exports?: ExportRights;
  /** What it reads and writes besides the records of its own run: what runs share. */
  shares?: readonly (
    | 'locks/'
    | 'access/'
    | 'schedules/'
    | 'expiries/'
    | 'targets/'
    | 'plans/'
    | 'digests/'
    | 'surveys/'
    | 'pace/'
    | 'shares/'
    | 'lineages/'
    | 'captures/'
    | 'costs/'
  )[];
}

const BOTH = ['source', 'target'] as const;
const SOURCE = ['source'] as const;
const TARGET = ['target'] as const;
const NONE = [] as const;

/** Calls a few AWS operations and answers. */
const CALLS = 512;
/** Holds a few thousand Kubernetes objects at a time. */
const OBJECTS = 1769;

export const FUNCTIONS: readonly FunctionRow[] = [
  {
    step: 'start-clone',
    sides: BOTH,
    timeoutSeconds: 60,
    memoryMiB: CALLS,
    shares: ['locks/', 'schedules/', 'expiries/', 'captures/'],
    notifies: true,
    endsRuns: true,
  },
  { step: 'enter-clusters', sides: BOTH, timeoutSeconds: 120, memoryMiB: CALLS, shares: ['access/', 'pace/'] },
  {
    step: 'plan-clone',
    sides: BOTH,
    timeoutSeconds: 900,
    memoryMiB: OBJECTS,
    shares: ['targets/', 'plans/', 'digests/', 'lineages/', 'pace/'],
    exports: { reads: ['plan', 'capture', 'backup'], writes: ['plan', 'backup'] },
  },
  { step: 'await-approval', sides: NONE, timeoutSeconds: 60, memoryMiB: CALLS, notifies: true },
  { step: 'make-cluster', sides: TARGET, timeoutSeconds: 120, memoryMiB: CALLS },
  { step: 'fill-cluster', sides: TARGET, timeoutSeconds: 120, memoryMiB: CALLS },
  { step: 'complete-cluster', sides: TARGET, timeoutSeconds: 120, memoryMiB: CALLS },
  {
    step: 'export-manifests',
    sides: SOURCE,
    timeoutSeconds: 300,
    memoryMiB: OBJECTS,
    shares: ['digests/', 'pace/'],
    exports: { reads: ['source', 'capture', 'backup'], writes: ['source', 'capture'] },
  },
  { step: 'quiesce-source', sides: SOURCE, timeoutSeconds: 300, memoryMiB: CALLS, shares: ['pace/'] },
  {
    step: 'move-files',
    sides: SOURCE,
    timeoutSeconds: 300,
    memoryMiB: CALLS,
    shares: ['pace/'],
    movers: 'makes',
  },
  { step: 'snapshot-volumes', sides: SOURCE, timeoutSeconds: 300, memoryMiB: CALLS, shares: ['lineages/'] },
  { step: 'begin-round', sides: SOURCE, timeoutSeconds: 300, memoryMiB: CALLS, shares: ['lineages/'] },
  { step: 'settle-round', sides: BOTH, timeoutSeconds: 300, memoryMiB: CALLS },
  {
    step: 'keep-capture',
    sides: SOURCE,
    timeoutSeconds: 300,
    memoryMiB: OBJECTS,
    shares: ['captures/'],
  },
  { step: 'cut-over-source', sides: SOURCE, timeoutSeconds: 300, memoryMiB: CALLS, shares: ['pace/'] },
  { step: 'resume-source', sides: SOURCE, timeoutSeconds: 300, memoryMiB: CALLS, shares: ['pace/'] },
  { step: 'await-snapshot', sides: BOTH, timeoutSeconds: 60, memoryMiB: CALLS },
  { step: 'share-snapshot', sides: SOURCE, timeoutSeconds: 60, memoryMiB: CALLS, shares: ['shares/'] },
  { step: 'copy-snapshot', sides: TARGET, timeoutSeconds: 120, memoryMiB: CALLS },
  // The layout of a million files takes half a gigabyte, and one of the cores that hash and pack.
  {
    step: 'lay-out-image',
    sides: SOURCE,
    timeoutSeconds: 900,
    memoryMiB: 4096,
    movers: 'reads',
  },
  { step: 'plan-segments', sides: BOTH, timeoutSeconds: 900, memoryMiB: OBJECTS },
  // The network of one environment (75 MiB/s) is the wall, and one vCPU carries it with room for TLS.
  {
    step: 'copy-segment',
    sides: BOTH,
    timeoutSeconds: 900,
    memoryMiB: 2048,
    shares: ['pace/'],
    movers: 'reads',
  },
  { step: 'seal-snapshot', sides: TARGET, timeoutSeconds: 300, memoryMiB: OBJECTS },
  { step: 'plan-proof', sides: BOTH, timeoutSeconds: 900, memoryMiB: OBJECTS },
  // As copy-segment, which it is the counterpart of.
  {
    step: 'prove-segment',
    sides: BOTH,
    timeoutSeconds: 900,
    memoryMiB: 2048,
    shares: ['pace/'],
    movers: 'reads',
  },
  { step: 'create-volume', sides: TARGET, timeoutSeconds: 120, memoryMiB: CALLS },
  { step: 'verify-volume', sides: TARGET, timeoutSeconds: 60, memoryMiB: CALLS },
  {
    step: 'translate-manifests',
    sides: NONE,
    timeoutSeconds: 900,
    memoryMiB: OBJECTS,
    shares: ['digests/'],
    exports: { reads: ['source'], writes: ['translated'] },
  },
  { step: 'hand-volumes-over', sides: SOURCE, timeoutSeconds: 300, memoryMiB: CALLS, shares: ['pace/'] },
  { step: 'park-former-clone', sides: TARGET, timeoutSeconds: 300, memoryMiB: CALLS },
  {
    step: 'apply-shard',
    sides: TARGET,
    timeoutSeconds: 900,
    memoryMiB: OBJECTS,
    exports: { reads: ['translated'], writes: ['former'] },
  },
  { step: 'settle-wave', sides: TARGET, timeoutSeconds: 120, memoryMiB: CALLS, exports: { reads: ['translated'] } },
  {
    step: 'verify-clone',
    sides: TARGET,
    timeoutSeconds: 300,
    memoryMiB: OBJECTS,
    shares: ['digests/'],
    exports: { reads: ['translated'] },
  },
  {
    step: 'clean-up-clone',
    exports: { removes: EXPORT_KINDS },
    sides: BOTH,
    timeoutSeconds: 600,
    memoryMiB: CALLS,
    shares: ['locks/', 'access/', 'expiries/', 'targets/', 'shares/', 'lineages/', 'captures/'],
    movers: 'removes',
  },
  { step: 'close-run', sides: NONE, timeoutSeconds: 60, memoryMiB: CALLS },
  { step: 'roll-back-objects', sides: TARGET, timeoutSeconds: 300, memoryMiB: CALLS },
  { step: 'hand-volumes-back', sides: BOTH, timeoutSeconds: 300, memoryMiB: CALLS, shares: ['pace/'] },
  {
    step: 'restore-former-clone',
    sides: TARGET,
    timeoutSeconds: 900,
    memoryMiB: OBJECTS,
    exports: { reads: ['former', 'translated'] },
  },
  { step: 'roll-back-volumes', sides: TARGET, timeoutSeconds: 300, memoryMiB: CALLS },
  { step: 'roll-back-cluster', sides: TARGET, timeoutSeconds: 120, memoryMiB: CALLS, shares: ['access/'] },
  {
    step: 'find-expired',
    sides: NONE,
    timeoutSeconds: 300,
    memoryMiB: CALLS,
    shares: ['locks/', 'expiries/', 'captures/'],
  },
  { step: 'note-removal', sides: NONE, timeoutSeconds: 300, memoryMiB: OBJECTS, shares: ['expiries/'], notifies: true },
  { step: 'write-report', sides: NONE, timeoutSeconds: 300, memoryMiB: OBJECTS, shares: ['costs/'], notifies: true },
];

/**
 * Answers the HTTP API: no state of a machine calls it, and it takes no role of a member. It has the 30 seconds that API
 * Gateway waits, and a whole vCPU, since a person waits for its cold start.
 */
export const API_FUNCTION: FunctionRow = { step: 'answer-api', sides: NONE, timeoutSeconds: 29, memoryMiB: OBJECTS };

/**
 * Checks a route for the HTTP API. It may live longer than API Gateway waits, so that it leaves the clusters that it
 * has entered in any case.
 */
export const EXAMINE_FUNCTION: FunctionRow = {
  step: 'examine-route',
  sides: BOTH,
  timeoutSeconds: 120,
  memoryMiB: OBJECTS,
  shares: ['access/'],
};

/**
 * Looks at the workloads of a source for the HTTP API. It may live longer than API Gateway waits, so that it leaves the
 * source in any case.
 */
export const SURVEY_FUNCTION: FunctionRow = {
  step: 'survey-route',
  sides: BOTH,
  timeoutSeconds: 60,
  memoryMiB: OBJECTS,
  shares: ['access/', 'surveys/'],
};

/** What API Gateway calls: no state of a machine. */
export const API_FUNCTIONS: readonly FunctionRow[] = [API_FUNCTION, EXAMINE_FUNCTION, SURVEY_FUNCTION];

/**
 * The connector of a cluster: in the member's account and the cluster's network, called by functions of the hub with the
 * member's role. It waits for the longest command that a hook may run, and packs answers with half a vCPU.
 */
export const CONNECTOR_FUNCTION: FunctionRow = {
  step: 'connect-cluster',
  sides: NONE,
  timeoutSeconds: 300,
  memoryMiB: 1024,
};

/** Those that no machine calls. */
export const OTHER_FUNCTIONS: readonly FunctionRow[] = [...API_FUNCTIONS, CONNECTOR_FUNCTION];

/** The functions that take the role of one side. */
export const stepsOf = (side: Side) => [...FUNCTIONS, ...API_FUNCTIONS].filter(({ sides }) => sides.includes(side));
