import type { Finding } from '../../../kube/finding.ts';
import { refText } from '../../../kube/kube-object.ts';
import type { ObjectRecord } from './object-record.ts';

/** Rules and checks that name an object as it is in the target; all others name the source's. */
const OF_TARGET = ['find-conflicts', 'plan-refresh', 'route-limits', 'dry-run'];

/** Puts findings beside the objects that they are about. What is about no object of the list is left to the plan. */
export function* withFindings(records: Iterable<ObjectRecord>, findings: readonly Finding[]): Generator<ObjectRecord> {
  const [ofTarget, ofSource] = [true, false].map((wanted) =>
    Map.groupBy(
      findings.filter(({ rule }) => OF_TARGET.includes(rule) === wanted),
      ({ object }) => refText(object),
    ),
  );
  for (const record of records) {
    const source = ofSource?.get(refText(record.ref)) ?? [];
    const target = ofTarget?.get(refText(record.target ?? record.ref)) ?? [];
    yield { ...record, findings: [...source, ...target].map(({ object: _, ...finding }) => finding) };
  }
}
