import type { Json } from '../../../kube/kube-object.ts';
import { jsonBytes, PAYLOAD_BYTES } from '../base/limits.ts';
import type { StateOf } from '../definition/schema.ts';
import type { MapRun } from '../execution/execution.ts';
import type { Visit } from '../execution/frame.ts';
import { checkSize, evaluate, evaluateInteger } from '../execution/visit.ts';

type Batcher = NonNullable<StateOf<'Map'>['ItemBatcher']>;

/**
 * One input per child: the item itself or, with an ItemBatcher, `{BatchInput, Items}` up to the limits
 * (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html).
 */
export async function batchItems(visit: Visit, batcher: Batcher | undefined, items: Json[]): Promise<MapRun['inputs']> {
  if (!batcher) {
    for (const item of items) checkSize(item, 'An item');
    return items.map((input) => ({ input, items: 1 }));
  }
  const most = await evaluateInteger(visit, batcher.MaxItemsPerBatch, 'ItemBatcher/MaxItemsPerBatch', 1);
  const bytes = await evaluateInteger(visit, batcher.MaxInputBytesPerBatch, 'ItemBatcher/MaxInputBytesPerBatch', 1);
  const fixed: { BatchInput?: Json } =
    batcher.BatchInput === undefined
      ? {}
      : { BatchInput: await evaluate(visit, batcher.BatchInput, 'ItemBatcher/BatchInput') };
  const limits = { items: most ?? Number.POSITIVE_INFINITY, bytes: Math.min(bytes ?? PAYLOAD_BYTES, PAYLOAD_BYTES) };
  return fill(items, limits, jsonBytes({ ...fixed, Items: [] })).map((batch) => {
    const input = { ...fixed, Items: batch };
    checkSize(input, 'A batch of one item');
    return { input, items: batch.length };
  });
}

function fill(items: Json[], limits: { items: number; bytes: number }, overhead: number): Json[][] {
  const batches: Json[][] = [];
  let used = 0;
  for (const item of items) {
    const cost = jsonBytes(item) + 1;
    const last = batches.at(-1);
    if (last && last.length < limits.items && used + cost <= limits.bytes) {
      last.push(item);
      used += cost;
    } else {
      batches.push([item]);
      used = overhead + cost;
    }
  }
  return batches;
}
