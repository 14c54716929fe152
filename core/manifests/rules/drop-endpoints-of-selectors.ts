import type { SourceIndex } from '../context.ts';
import type { KubeObject } from '../kube-object.ts';
import { memo } from '../memo.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { drop, KEEP, warning } from '../verdicts.ts';

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const CONTROLLERS = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];

const servicesWithSelector = memo((index: SourceIndex) => new Set(index.servicesWithSelector));

export const dropEndpointsOfSelectors: Rule = {
  name: 'drop-endpoints-of-selectors',
  description:
    'Endpoints that follow pods are made again; those that somebody wrote by hand are kept, with their addresses.',
  appliesTo: ['/Endpoints', 'discovery.k8s.io/EndpointSlice'],
  apply(object, context) {
    const service = serviceOf(object);
    if (servicesWithSelector(context.index).has(`${object.metadata.namespace}/${service}`)) {
      return drop(`Service ${service} has a selector, so the target finds its endpoints itself`);
    }
    if (CONTROLLERS.includes(object.metadata.labels?.[MANAGED_BY] ?? ''))
      return drop('the endpoint slice controller makes it again');
    const sentence = `Service ${service} has endpoints written by hand; check that the target can reach these addresses.`;
    return { ...KEEP, findings: [warning(kindKey(object) === '/Endpoints' ? '/subsets' : '/endpoints', sentence)] };
  },
};

/** Endpoints are named like their Service; slices say it in a label. */
function serviceOf({ kind, metadata }: KubeObject): string {
  return kind === 'Endpoints' ? metadata.name : (metadata.labels?.['kubernetes.io/service-name'] ?? metadata.name);
}
