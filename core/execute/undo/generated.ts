import { groupOf, type KubeObject } from '../../../kube/kube-object.ts';
import { IN_EVERY_NAMESPACE, OF_THE_API_SERVER } from '../../translate/rules/drop-generated-content.ts';

/**
 * Kinds that controllers write about other objects, and that are nothing without them: `group/Kind`. A lease is who leads
 * at the moment.
 */
const ABOUT_OTHERS: readonly string[] = [
  '/Event',
  'events.k8s.io/Event',
  '/Endpoints',
  'discovery.k8s.io/EndpointSlice',
  'coordination.k8s.io/Lease',
  'apps/ControllerRevision',
];

/** APIs that are computed from other objects when they are asked for: nothing is stored, so nothing is lost. */
const COMPUTED = /(^|\.)metrics\.k8s\.io$/;

export const isStored = (apiVersion: string, kind: string) =>
  !COMPUTED.test(groupOf(apiVersion)) && !ABOUT_OTHERS.includes(`${groupOf(apiVersion)}/${kind}`);

/** Annotation -> kind of the object in the same namespace that it names, and from which the object was made. */
const MADE_FROM: Record<string, string> = {
  'kubernetes.io/service-account.name': 'ServiceAccount',
  'cert-manager.io/certificate-name': 'Certificate',
};

/** What the cluster puts into every namespace by itself, or makes of an object that is the run's (`isOwn`, by kind and name). */
export function isGenerated(object: KubeObject, isOwn: (kind: string, name: string) => boolean): boolean {
  const { kind, metadata } = object;
  if (kind === 'ServiceAccount' && metadata.name === 'default') return true;
  const key = `${groupOf(object.apiVersion)}/${kind} ${metadata.name}`;
  if (key in IN_EVERY_NAMESPACE || (metadata.namespace === 'default' && OF_THE_API_SERVER.includes(key))) return true;
  if (kind !== 'Secret') return false;
  return Object.entries(MADE_FROM).some(([annotation, of]) => {
    const name = metadata.annotations?.[annotation];
    return name !== undefined && ((of === 'ServiceAccount' && name === 'default') || isOwn(of, name));
  });
}
