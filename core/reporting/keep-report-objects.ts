import { refText } from '../../kube/kube-object.ts';
import type { ObjectStore } from '../base/ports/object-store.ts';
import { keysOf } from '../base/run/keys.ts';
import { keepObjects } from '../plan/objects/keep-objects.ts';
import { type ObjectRecord, recordOf } from '../plan/objects/object-record.ts';
import { withFindings } from '../plan/objects/with-findings.ts';
import { inTarget } from './in-target.ts';
import type { Report } from './report.ts';

type Reported = Pick<Report, 'cloneId' | 'route' | 'translations' | 'results' | 'findings'>;

/**
 * Keeps each object of a run with its changes, its findings and what came of it, for whoever reads it page by page. A run
 * that ended before its translation has the objects of its plan.
 */
export async function keepReportObjects(store: ObjectStore, report: Reported): Promise<void> {
  if (report.translations.length === 0) return;
  const { reportObjects } = keysOf(report.cloneId);
  await keepObjects(store, reportObjects, report.route.name, withFindings(applied(report), report.findings));
}

function* applied({ translations, results }: Reported): Generator<ObjectRecord> {
  const ends = new Map(results.map((each) => [refText(each.ref), each]));
  for (const translation of translations) {
    const target = inTarget(translation);
    const end = translation.outcome === 'apply' ? ends.get(refText(target)) : undefined;
    yield {
      ...recordOf(translation),
      ...(refText(target) === refText(translation.ref) ? {} : { target }),
      ...(end?.result ? { result: end.result } : {}),
      ...(end?.reason ? { why: end.reason } : {}),
    };
  }
}
