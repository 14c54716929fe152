import type { Finding } from '../../kube/finding.ts';
import type { ObjectStore } from '../base/ports/object-store.ts';
import { keysOf } from '../base/run/keys.ts';
import { findRecord } from '../base/run/records.ts';
import type { SincePlan } from '../execute/apply/hold-export.ts';
import type { Change, Difference } from '../plan/contents/differences.ts';

const CARRIED: Record<Change, string> = {
  changed: 'It has changed since the plan was made: the clone has it as the capture found it.',
  added: 'It has appeared since the plan was made, and the clone has it.',
  gone: 'It was planned, and was gone from the source when it was captured: the clone does not have it.',
};

const LEFT: Record<Change, string> = {
  ...CARRIED,
  changed: 'It has changed since the plan that the run is bound to, so the clone does not have it.',
  added: 'It has appeared since the plan that the run is bound to, so the clone does not have it.',
};

/** What a run found otherwise than its plan, each a warning, and what it brought with it. */
export async function findingsSincePlan(store: ObjectStore, cloneId: string): Promise<Finding[]> {
  const since = await findRecord<SincePlan>(store, keysOf(cloneId).sincePlan);
  if (!since) return [];
  const said = since.leftOut ? LEFT : CARRIED;
  return [...since.differences.map((each) => warningOf(each, said)), ...since.findings];
}

const warningOf = ({ ref, change }: Difference, said: Record<Change, string>): Finding => ({
  severity: 'warning',
  object: ref,
  path: '',
  rule: 'hold-export',
  sentence: said[change],
});
