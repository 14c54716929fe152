import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';

/** Of a route's machine, as its context object has it. */
export interface Execution {
  /** ARN. */
  id: string;
  name: string;
  /** ISO 8601. */
  startTime: string;
}

interface Owner {
  execution: string;
  /** A redriven execution keeps its own; one that takes the same name after 90 days has another. */
  startTime: string;
}

/**
 * Step Functions keeps names apart in one machine, and for 90 days
 * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html), but the records of all routes
 * lie side by side under the run's name: whoever may start one route must not get at the run of another by its name.
 * Throws InvalidRequest when the name is taken; the same execution may take it again.
 */
export async function reserveName(store: ObjectStore, execution: Execution): Promise<void> {
  const key = keysOf(execution.name).owner;
  const own: Owner = { execution: execution.id, startTime: execution.startTime };
  if (await store.putNew(key, JSON.stringify(own))) return;
  const owner = await findRecord<Owner>(store, key);
  if (owner?.execution === own.execution && owner.startTime === own.startTime) return;
  throw new KubeferryError(
    'InvalidRequest',
    `The name "${execution.name}" belongs to the run ${owner?.execution ?? 'of another execution'}, began ${owner?.startTime ?? 'earlier'}, whose records are kept ` +
      'under it. Nothing was touched. Start again under another name.',
  );
}
