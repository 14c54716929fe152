/**
 * What the machines do besides calling functions that keep a tally: choices, maps, child machines, the requests of
 * Distributed Maps, and the two functions that stand before and after the records. The flow test compares it with the
 * histories and the log of all calls, so that a machine which grows is noticed.
 */
export const SHAPE = {
  /** clone-workload, prepare-clone, the end of capture-source, transfer-workload, both applications, two notifications; start-clone, write-report. */
  run: { transitions: 29, calls: 2, recordsWritten: 13 },
  /** "Copy volume", "Which strategy?" and "Is it copied ahead?". */
  volume: { transitions: 3 },
  /** "Apply each shard", which lists what it maps over. */
  wave: { transitions: 1, recordsWritten: 1 },
} as const;

/** Steps that are asked again until something is there, and how often each is called on one subject in any case. */
export const WAITING: Readonly<Record<string, number>> = {
  'enter-clusters': 1,
  'await-snapshot': 2,
  'verify-volume': 1,
  'settle-wave': 1,
  'verify-clone': 1,
  'make-cluster': 1,
  'fill-cluster': 1,
};

/** What the functions of a run are expected to take: for the plan, before anything is known but its volumes. */
export const EXPECTED = {
  /** enter, plan, export, quiesce, snapshot, resume, translate twice, park, verify, cut over, clean up. */
  runCalls: 12,
  /** Asking again whether the way in is open and pods are ready. */
  runAsks: 8,
  /** One shard, and settle-wave. */
  waveCalls: 2,
  /** Seconds times memory. */
  gibibyteSecondsOfCall: 0.3,
  recordsWrittenByCall: 4,
  recordsReadByCall: 2,
  /** Of one run, and what of a volume's minutes its snapshot and the waits take. */
  volumesAtOnce: 20,
  snapshotMinutes: 3,
  /** The first Retry of "Await snapshot": seconds, growing, up to a minute. */
  wait: { first: 5, growth: 1.3, longest: 60 },
} as const;
