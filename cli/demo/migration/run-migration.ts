import { keysOf } from '../../../core/base/run/keys.ts';
import { findRecord } from '../../../core/base/run/records.ts';
import type { Report } from '../../../core/reporting/report.ts';
import { type Ended, startExecution } from '../execution.ts';
import type { Progress } from '../progress.ts';
import { type DemoWorld, ROUTE, recordsOf } from '../run-demo.ts';
import { startBusyDatabase } from './busy-database.ts';

/** Of the built-in workload: where the database is that is written to. */
const DATABASE = { claim: 'shop/data-orders-0', pod: 'orders-0', everyMs: 10 };

/** What `kubeferry demo --migrate --json` prints. */
export interface MigrationResult {
  cloneId: string;
  status: string;
  rounds: { number: number; seconds: number; bytes: number }[];
  /** Written and acknowledged until the source was quiesced, and of these not in the target. */
  rows: number;
  rowsLost: number;
  downSeconds?: number;
  expectedSeconds?: number;
  /** Workloads that the source is left with at zero. */
  atZero: number;
  failure?: string;
}

/** Migrates in rounds while a database is written to, cuts over, and counts which of its rows the target has. */
export async function runMigration(world: DemoWorld, progress: Progress): Promise<MigrationResult> {
  const { cloud, source, input, namespaces } = world;
  progress.step('Write to a database of the source, the whole time');
  const database = await startBusyDatabase(cloud, source, DATABASE);
  try {
    const execution = await startExecution(cloud, ROUTE, { ...input.request, selection: { namespaces } });
    const ended = await execution.ended((state) => progress.step(state));
    await database.stop();
    const report = await findRecord<Report>(recordsOf(cloud), keysOf(execution.name).report);
    const target = report?.volumes.find(({ claim }) => claim === DATABASE.claim)?.targetVolumeId;
    const rows = database.acknowledged();
    return {
      cloneId: execution.name,
      status: ended.status,
      rows,
      rowsLost: target ? database.missingOn(target).length : rows,
      ...figuresOf(report),
      ...failureOf(ended),
    };
  } finally {
    await database.stop();
  }
}

function figuresOf(report: Report | undefined) {
  const { rounds = [], workloads = [], downSeconds, expectedSeconds } = report?.cutOver ?? {};
  return {
    rounds,
    atZero: workloads.length,
    ...(downSeconds === undefined ? {} : { downSeconds }),
    ...(expectedSeconds === undefined ? {} : { expectedSeconds }),
  };
}

const failureOf = ({ error, cause }: Ended) => (error ? { failure: `${error}: ${cause ?? ''}` } : {});
