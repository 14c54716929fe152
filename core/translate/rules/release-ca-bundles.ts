import { annotationOf, fieldAt, pointer, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { TranslationContext } from '../context.ts';
import { removeFields, valuesAt } from '../edit.ts';
import { mappedNamespace } from '../names.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { CA_BUNDLES, CA_INJECTORS } from '../tables/ca-bundles.ts';
import { changed, info, KEEP, warning } from '../verdicts.ts';

export const releaseCaBundles: Rule = {
  name: 'release-ca-bundles',
  description:
    'A CA bundle that a controller injects is left to that controller in the target; one written by hand is kept, and named where its service gets another name.',
  appliesTo: Object.keys(CA_BUNDLES),
  apply(object, context) {
    const where = CA_BUNDLES[kindKey(object)]!;
    const bundles = valuesAt(object, where);
    if (bundles.length === 0) return KEEP;
    if (CA_INJECTORS.some((name) => annotationOf(object, name) !== undefined))
      return changed(object, removeFields(object, [where]));
    const renamed = bundles.flatMap(({ at }) => renamedService(object, at, context));
    if (renamed.length > 0) return { do: 'keep', findings: renamed };
    const sentence = 'The CA bundle is kept; it fits only if the serving certificate is copied too.';
    return { do: 'keep', findings: [info(pointer(bundles[0]!.at), sentence)] };
  },
};

/** A certificate is for the names that were asked for, and the API server checks that of the service that it calls. */
function renamedService(object: KubeObject, at: string[], context: TranslationContext): RuleFinding[] {
  const service = fieldAt(object, [...at.slice(0, -1), 'service']);
  const namespace = textAt(service, 'namespace') ?? '';
  const target = mappedNamespace(namespace, context);
  if (target === namespace) return [];
  const [before, after] = [namespace, target].map((each) => `${textAt(service, 'name')}.${each}.svc`);
  const sentence = `The API server of the target calls ${after}, and the certificate that the source serves there is for ${before}: issue one for the new name, with its CA here, or nothing that passes through it is accepted.`;
  return [warning(pointer(at), sentence, { current: before, proposed: after })];
}
