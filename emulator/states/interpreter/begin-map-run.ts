import { createHash, randomUUID } from 'node:crypto';
import type { Json } from '../../../kube/kube-object.ts';
import { EXPRESS_SECONDS } from '../base/limits.ts';
import type { StateOf } from '../definition/schema.ts';
import type { MapRun, Program } from '../execution/execution.ts';
import type { Visit } from '../execution/frame.ts';
import { evaluate, evaluateInteger, wrongValue } from '../execution/visit.ts';
import { batchItems } from './item-batcher.ts';
import { readItems } from './item-reader.ts';
import { itemsOf, selectItem } from './map-items.ts';

/** Reads, selects and batches the items, and registers the Map Run; no child runs yet. */
export async function startMapRun(visit: Visit, state: StateOf<'Map'>): Promise<MapRun> {
  const { frame, position } = visit;
  const items = state.ItemReader ? await readItems(visit, state.ItemReader) : await itemsOf(visit, state.Items);
  const selected: Json[] = [];
  for (const item of items) selected.push(await selectItem(visit, state.ItemSelector, item));
  const label = state.Label ?? generatedLabel(position.state);
  const program = childProgram(frame.execution.program, state, label);
  const { account, region, machineName } = program;
  const mapRun: MapRun = {
    arn: `arn:aws:states:${region}:${account}:mapRun:${machineName}:${randomUUID()}`,
    parent: frame.execution,
    label,
    program,
    status: 'RUNNING',
    startedAt: frame.engine.host.clock.now(),
    maxConcurrency: (await evaluateInteger(visit, state.MaxConcurrency, 'MaxConcurrency', 0)) ?? 0,
    toleratedFailureCount: await evaluateInteger(visit, state.ToleratedFailureCount, 'ToleratedFailureCount', 0),
    toleratedFailurePercentage: await evaluatePercentage(visit, state.ToleratedFailurePercentage),
    inputs: await batchItems(visit, state.ItemBatcher, selected),
    children: [],
    redriveCount: 0,
    resultsWritten: 0,
  };
  frame.engine.mapRuns.set(mapRun.arn, mapRun);
  return mapRun;
}

/** "If you don't specify a label, Step Functions automatically generates a unique label." */
const generatedLabel = (state: string) => createHash('sha256').update(state).digest('hex').slice(0, 12);

function childProgram(parent: Program, state: StateOf<'Map'>, label: string): Program {
  const express = state.ItemProcessor.ProcessorConfig.ExecutionType === 'EXPRESS';
  return {
    machineArn: `${parent.machineArn}/${label}`,
    machineName: `${parent.machineName}/${label}`,
    workflow: state.ItemProcessor,
    definition: JSON.stringify(state.ItemProcessor),
    ...(express ? { timeoutSeconds: EXPRESS_SECONDS } : {}),
    type: express ? 'EXPRESS' : 'STANDARD',
    roleArn: parent.roleArn,
    account: parent.account,
    region: parent.region,
  };
}

async function evaluatePercentage(visit: Visit, given: unknown): Promise<number | undefined> {
  if (given === undefined) return undefined;
  const value = await evaluate(visit, given, 'ToleratedFailurePercentage');
  if (typeof value === 'number' && value >= 0 && value <= 100) return value;
  throw wrongValue(visit, 'ToleratedFailurePercentage', 'a number from 0 to 100', value);
}
