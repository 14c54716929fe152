import { fieldAt, type Path, path, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { memo } from '../../../kube/memo.ts';
import type { SourceIndex } from '../context.ts';
import { edit, valuesAt } from '../edit.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule, Verdict } from '../rule.ts';
import { changed, drop, warning } from '../verdicts.ts';

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const CONTROLLERS = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];

const servicesWithSelector = memo((index: SourceIndex) => new Set(index.servicesWithSelector));

export const dropEndpointsOfSelectors: Rule = {
  name: 'drop-endpoints-of-selectors',
  description:
    'Endpoints that follow pods are made again, and addresses of pods are taken out of all others; those written by hand are kept.',
  appliesTo: ['/Endpoints', 'discovery.k8s.io/EndpointSlice'],
  apply(object, context) {
    const service = serviceOf(object);
    if (servicesWithSelector(context.index).has(`${object.metadata.namespace}/${service}`)) {
      return drop(`Service ${service} has a selector, so the target finds its endpoints itself`);
    }
    if (CONTROLLERS.includes(object.metadata.labels?.[MANAGED_BY] ?? ''))
      return drop('the endpoint slice controller makes it again');
    return withoutPods(object, service);
  },
};

/** Endpoints are named like their Service; slices say it in a label. */
function serviceOf({ kind, metadata }: KubeObject): string {
  return kind === 'Endpoints' ? metadata.name : (metadata.labels?.['kubernetes.io/service-name'] ?? metadata.name);
}

/** Where addresses are: in Endpoints ready ones and those that are not, in a slice each endpoint. */
const ADDRESSES: Record<string, readonly Path[]> = {
  '/Endpoints': [path('subsets.*.addresses'), path('subsets.*.notReadyAddresses')],
  'discovery.k8s.io/EndpointSlice': [path('endpoints')],
};

/** What an operator such as Patroni's keeps there by itself are pods of the source: whoever asks the clone must not reach them. */
function withoutPods(object: KubeObject, service: string): Verdict {
  const places = ADDRESSES[kindKey(object)] ?? [];
  const byHand = places.reduce(
    (current, where) => edit(current, [...where, '*'], (each) => (isPod(each) ? undefined : each)),
    object,
  );
  const left = places.flatMap((where) => valuesAt(byHand, [...where, '*'])).length;
  const field = places[0]?.[0] ?? '';
  const findings = [
    ...(byHand === object
      ? []
      : [
          warning(
            `/${field}`,
            `The addresses of pods of the source are taken out; what keeps them for Service ${service} writes those of the target.`,
          ),
        ]),
    ...(left === 0 ? [] : [warning(`/${field}`, byHandSentence(service))]),
  ];
  return changed(object, left === 0 ? edit(byHand, [field], emptied) : byHand, findings);
}

const byHandSentence = (service: string) =>
  `Service ${service} has endpoints written by hand; check that the target can reach these addresses.`;

/** A slice needs its list, Endpoints none; without addresses their ports say nothing. */
const emptied = (_: unknown, [field]: string[]) => (field === 'subsets' ? undefined : []);

const isPod = (address: unknown) =>
  textAt(address, 'targetRef.kind') === 'Pod' || fieldAt(address, 'nodeName') !== undefined;
