import { path } from '../../../kube/fields.ts';
import { groupOf } from '../../../kube/kube-object.ts';
import { memo } from '../../../kube/memo.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { edit } from '../edit.ts';
import type { Rule } from '../rule.ts';
import { CONTROLLER_GROUPS, PUT_ON_AGAIN } from '../tables/finalizers.ts';
import { changed, KEEP, warning } from '../verdicts.ts';

const groupsIn = memo((served: ServedResource[]) => new Set(served.map(({ apiVersion }) => groupOf(apiVersion))));

export const releaseFinalizers: Rule = {
  name: 'release-finalizers',
  description:
    'Finalizers that controllers put on again, or whose controller the target lacks, are dropped; others are kept and named.',
  appliesTo: ['*'],
  apply(object, { target }) {
    const finalizers = object.metadata.finalizers;
    if (!finalizers) return KEEP;
    const kept = finalizers.filter(
      (name) => !PUT_ON_AGAIN.some((known) => known.test(name)) && !isOrphan(name, target.served),
    );
    const released = edit(object, path('metadata.finalizers'), (list) => {
      if (kept.length === finalizers.length && kept.length > 0) return list;
      return kept.length > 0 ? kept : undefined;
    });
    const findings = kept.map((name) =>
      warning(
        '/metadata/finalizers',
        `Finalizer ${name} is kept: without its controller in the target nothing deletes the object, nor does a roll-back.`,
      ),
    );
    return changed(object, released, findings);
  },
};

/** Nothing is known of a target whose served kinds are unknown. */
function isOrphan(finalizer: string, served: ServedResource[]): boolean {
  const known = CONTROLLER_GROUPS.find(({ finalizer: pattern }) => pattern.test(finalizer));
  return known !== undefined && served.length > 0 && !groupsIn(served).has(known.group);
}
