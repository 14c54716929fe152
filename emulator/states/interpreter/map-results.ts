import type { Json } from '../../../kube/kube-object.ts';
import { AwsError } from '../../base/service.ts';
import { StateError } from '../base/errors.ts';
import type { StateOf } from '../definition/schema.ts';
import type { MapRun } from '../execution/execution.ts';
import { actorOf, type Execution } from '../execution/execution.ts';
import type { Visit } from '../execution/frame.ts';
import { evaluate } from '../execution/visit.ts';
import { describeForParent } from '../integrations/describe-child.ts';

/**
 * The result of a Distributed Map: the children's outputs or, with a ResultWriter, where they were written
 * (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html).
 */
export async function writeResults(visit: Visit, state: StateOf<'Map'>, mapRun: MapRun): Promise<Json> {
  if (!state.ResultWriter) return collect(mapRun);
  const given = (await evaluate(visit, state.ResultWriter.Arguments, 'ResultWriter/Arguments')) as Record<string, Json>;
  const [bucket, prefix] = [String(given.Bucket), String(given.Prefix ?? '')];
  const folder = `${prefix ? `${prefix.replace(/\/$/, '')}/` : ''}${mapRun.arn.slice(mapRun.arn.lastIndexOf(':') + 1)}`;
  const put = (key: string, body: string) =>
    visit.frame.engine.host.s3.put(actorOf(visit.frame.execution), { bucket, key, body }).catch(throwAsWriterError);
  const resultFiles: { [status: string]: Json } = {};
  for (const [status, rows] of Object.entries(byStatus(mapRun))) {
    const key = `${folder}/${status}_0.json`;
    const body = JSON.stringify(rows);
    if (rows.length > 0) await put(key, body);
    resultFiles[status] = rows.length > 0 ? [{ Key: key, Size: Buffer.byteLength(body) }] : [];
    mapRun.resultsWritten += rows.length;
  }
  const key = `${folder}/manifest.json`;
  await put(key, JSON.stringify({ DestinationBucket: bucket, MapRunArn: mapRun.arn, ResultFiles: resultFiles }));
  return { MapRunArn: mapRun.arn, ResultWriterDetails: { Bucket: bucket, Key: key } };
}

/** "If a child workflow execution fails, Step Functions returns its execution result unchanged." */
function collect(mapRun: MapRun): Json[] {
  return mapRun.children.map((child) => {
    if (!child) return null;
    return child.status === 'SUCCEEDED' ? (child.output ?? null) : describeForParent(child, 'text');
  });
}

/** SUCCEEDED, FAILED ("all failed, timed out, and aborted") and PENDING, as the files are named. */
function byStatus(mapRun: MapRun): Record<'SUCCEEDED' | 'FAILED' | 'PENDING', Json[]> {
  const rows = { SUCCEEDED: [] as Json[], FAILED: [] as Json[], PENDING: [] as Json[] };
  mapRun.inputs.forEach(({ input }, index) => {
    const child: Execution | undefined = mapRun.children[index];
    if (!child) rows.PENDING.push({ Input: JSON.stringify(input) });
    else rows[child.status === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED'].push(describeForParent(child, 'text'));
  });
  return rows;
}

function throwAsWriterError(error: unknown): never {
  throw error instanceof AwsError
    ? new StateError('States.ResultWriterFailed', `${error.code}: ${error.message}`)
    : error;
}
