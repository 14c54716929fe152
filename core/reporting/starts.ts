import { isRecord } from '../../kube/fields.ts';
import type { Change } from '../../kube/finding.ts';
import type { ObjectRef } from '../../kube/kube-object.ts';
import type { TranslationRecord } from '../execute/apply/translate-stage.ts';
import { START } from '../translate/hold.ts';
import { startScaledDown } from '../translate/rules/start-scaled-down.ts';
import { waveOf } from '../translate/waves.ts';
import { inTarget } from './in-target.ts';

/** An object of the target that waits, and the JSON merge patch (RFC 7386) that starts it. */
export interface Start {
  ref: ObjectRef;
  patch: string;
}

const AT = '/metadata/annotations';

/** What of a run waits until somebody starts it, in the order of the waves. */
export function startsOf(translations: readonly TranslationRecord[]): Start[] {
  return translations
    .flatMap((record) => {
      const patch = patchIn(record.changes);
      return patch === undefined ? [] : [{ ref: inTarget(record), patch }];
    })
    .toSorted((a, b) =>
      waveOf(a.ref).wave < waveOf(b.ref).wave ? -1 : waveOf(a.ref).wave > waveOf(b.ref).wave ? 1 : 0,
    );
}

/** The annotation comes alone, or with the map of annotations that had none before. */
function patchIn(changes: readonly Change[]): string | undefined {
  for (const { rule, path, after } of changes) {
    if (rule !== startScaledDown.name) continue;
    const value =
      path === AT && isRecord(after) ? after[START] : path === `${AT}/${START.replace('/', '~1')}` ? after : undefined;
    if (typeof value === 'string') return value;
  }
  return undefined;
}
