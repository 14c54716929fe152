import type { TranslationContext } from '../context.ts';
import { removeEntries } from '../edit.ts';
import { annotationOf } from '../fields.ts';
import type { Rule } from '../rule.ts';
import { changed, KEEP, warning } from '../verdicts.ts';

/** Names that are unique in one account and Region. */
const UNIQUE_IN_REGION = [
  'alb.ingress.kubernetes.io/load-balancer-name',
  'service.beta.kubernetes.io/aws-load-balancer-name',
];

/** Ingresses of one group share one load balancer; the group is known inside of one cluster. */
const SHARED_IN_CLUSTER = ['alb.ingress.kubernetes.io/group.name'];

export const partLoadBalancers: Rule = {
  name: 'part-load-balancers',
  description: 'Names through which a clone would take or join the load balancer of its original are removed.',
  appliesTo: ['networking.k8s.io/Ingress', '/Service'],
  apply(object, context) {
    const clashing = clashes(context).filter((name) => annotationOf(object, name) !== undefined);
    if (clashing.length === 0) return KEEP;
    const findings = clashing.map((name) =>
      warning(
        '/metadata/annotations',
        `Annotation ${name} (${annotationOf(object, name)}) is removed, so that the clone gets a load balancer of its own.`,
      ),
    );
    return changed(
      object,
      removeEntries(object, ['metadata', 'annotations'], (name) => clashing.includes(name)),
      findings,
    );
  },
};

function clashes({ source, target }: TranslationContext): string[] {
  const isSameRegion = source.account === target.account && source.region === target.region;
  const isSameCluster = isSameRegion && source.cluster === target.cluster;
  return [...(isSameRegion ? UNIQUE_IN_REGION : []), ...(isSameCluster ? SHARED_IN_CLUSTER : [])];
}
