import { isRecord, listAt, mapAt, textAt } from '../../kube/fields.ts';
import type { KubeObject, ObjectRef } from '../../kube/kube-object.ts';
import { kindKey } from './pod-templates.ts';

const CONFIGURATIONS = [
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
];

/** Whether a webhook refuses what it is asked about when nobody answers: the default of admissionregistration.k8s.io/v1. */
export const failsClosed = (webhook: unknown) => (textAt(webhook, 'failurePolicy') ?? 'Fail') === 'Fail';

/**
 * The Services that an API server asks about other objects as soon as this one is there, and without whose answer it refuses
 * them: of webhooks that fail closed, and of a type whose versions a webhook converts.
 */
export function servicesBehind(object: KubeObject): ObjectRef[] {
  const clients = CONFIGURATIONS.includes(kindKey(object))
    ? listAt(object, 'webhooks').filter(failsClosed)
    : textAt(object, 'spec.conversion.strategy') === 'Webhook'
      ? [mapAt(object, 'spec.conversion.webhook')]
      : [];
  const found = clients.map((client) => serviceOf(mapAt(client, 'clientConfig.service')));
  return [...new Map(found.flatMap((ref) => (ref ? [[`${ref.namespace}/${ref.name}`, ref] as const] : []))).values()];
}

function serviceOf(service: unknown): ObjectRef | undefined {
  if (!isRecord(service) || typeof service.name !== 'string' || typeof service.namespace !== 'string') return undefined;
  return { apiVersion: 'v1', kind: 'Service', namespace: service.namespace, name: service.name };
}

/** What converts the versions of which kinds, where that is a part of the clone and runs there. */
export function convertedIn({
  index: { converted = {}, services = [] },
  start,
}: {
  index: { converted?: Record<string, string>; services?: string[] };
  start?: string;
}): ReadonlySet<string> {
  const own = new Set(services);
  const kinds = Object.keys(converted).filter((kind) => own.has(converted[kind]!));
  return new Set(start === 'scaled-down' ? [] : kinds);
}
