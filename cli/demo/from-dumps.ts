import type { ClusterFacts, TranslationContext } from '../../core/translate/context.ts';
import { NO_MAPPINGS } from '../../core/translate/context.ts';
import { translateObject } from '../../core/translate/pipeline.ts';
import { addToIndex, startIndex } from '../../core/translate/source-index.ts';
import { isFromServer } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';

/**
 * Manifests as they were written, out of dumps of `kubectl get -o yaml`: what controllers made stays out, addresses and
 * uids of the dumped cluster go, and claims get fresh volumes. The rules of a clone know all that already; objects that
 * no server has handled are left alone.
 */
export function fromDumps(manifests: KubeObject[]): KubeObject[] {
  if (!manifests.some(isFromServer)) return manifests;
  const context = contextOf(manifests);
  return manifests.flatMap((object) => {
    if (!isFromServer(object)) return [object];
    const { outcome, object: written } = translateObject(object, context);
    return outcome === 'drop' ? [] : [written ?? object];
  });
}

function contextOf(manifests: KubeObject[]): TranslationContext {
  const index = startIndex();
  for (const object of manifests) addToIndex(index, object);
  const claims = manifests.filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'PersistentVolumeClaim');
  const home = { ...UNKNOWN, storageClasses: classesNamedIn(manifests), drivers: [DRIVER] };
  return {
    profile: 'migrate',
    mappings: NO_MAPPINGS,
    source: home,
    target: home,
    volumes: {},
    skippedClaims: claims.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
    index,
  };
}

const DRIVER = 'ebs.csi.aws.com';

/** Both homes are one here, so that a claim keeps the class that it names, whatever that is. */
function classesNamedIn(manifests: KubeObject[]): KubeObject[] {
  const names = JSON.stringify(manifests).matchAll(/"storageClassName":"([^"]+)"/g);
  return [...new Set([...names].map(([, name]) => name!))].map((name) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: DRIVER,
  }));
}

/** Rules that need more than the objects stay silent. */
const UNKNOWN: ClusterFacts = {
  cluster: '',
  account: '',
  region: '',
  zones: [],
  version: '',
  served: [],
  storageClasses: [],
  drivers: [],
  nodeLabels: [],
  present: [],
};
