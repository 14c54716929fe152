import { isOver } from '../../base/ports/runs.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';
import type { Evidence } from '../../reporting/evidence/evidence.ts';
import type { Report } from '../../reporting/report.ts';
import { runOf } from './find-run.ts';
import { type ApiAnswer, jsonAnswer, Refusal } from './problem.ts';
import type { ApiRequest, ApiTools } from './request.ts';

/** As it was signed: it is verified where it is read, and not here. */
export async function showEvidence(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const run = await runOf(tools, request);
  const { route = '' } = request.labels;
  const evidence = await findRecord<Evidence>(tools.store, keysOf(run.name).evidence);
  if (evidence?.statement.route === route) return jsonAnswer(200, evidence);
  const why = isOver(run) ? await whyNone(tools, run.name) : 'It is signed when the run ends.';
  throw new Refusal('not-found', `Run ${run.name} has no signed evidence. ${why}`);
}

async function whyNone({ store }: ApiTools, cloneId: string): Promise<string> {
  const report = await findRecord<Report>(store, keysOf(cloneId).report);
  const { evidence } = report ?? {};
  if (evidence && 'missing' in evidence) return evidence.missing;
  return 'Set `evidence: true` in the configuration and deploy the hub: the runs that begin then have it.';
}
