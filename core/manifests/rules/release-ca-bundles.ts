import { removeFields, valuesAt } from '../edit.ts';
import { annotationOf, pointer } from '../fields.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { CA_BUNDLES, CA_INJECTORS } from '../tables/ca-bundles.ts';
import { changed, info, KEEP } from '../verdicts.ts';

export const releaseCaBundles: Rule = {
  name: 'release-ca-bundles',
  description:
    'A CA bundle that a controller injects is left to that controller in the target; one written by hand is kept.',
  appliesTo: Object.keys(CA_BUNDLES),
  apply(object) {
    const where = CA_BUNDLES[kindKey(object)]!;
    const [first] = valuesAt(object, where);
    if (!first) return KEEP;
    if (CA_INJECTORS.some((name) => annotationOf(object, name) !== undefined))
      return changed(object, removeFields(object, [where]));
    const sentence = 'The CA bundle is kept; it fits only if the serving certificate comes along too.';
    return { do: 'keep', findings: [info(pointer(first.at), sentence)] };
  },
};
