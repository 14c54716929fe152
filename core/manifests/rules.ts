import type { Rule } from './rule.ts';
import { bindClaims } from './rules/bind-claims.ts';
import { dropBootstrapObjects } from './rules/drop-bootstrap-objects.ts';
import { dropEndpointsOfSelectors } from './rules/drop-endpoints-of-selectors.ts';
import { dropFinishedWork } from './rules/drop-finished-work.ts';
import { dropGeneratedContent } from './rules/drop-generated-content.ts';
import { dropLastApplied } from './rules/drop-last-applied.ts';
import { dropOwnedObjects } from './rules/drop-owned-objects.ts';
import { dropSystemNamespaces } from './rules/drop-system-namespaces.ts';
import { dropTokenSecrets } from './rules/drop-token-secrets.ts';
import { dropWhatEachClusterMakes } from './rules/drop-what-each-cluster-makes.ts';
import { freeJobsFromUids } from './rules/free-jobs-from-uids.ts';
import { freePodsFromNodes } from './rules/free-pods-from-nodes.ts';
import { freeServiceAddresses } from './rules/free-service-addresses.ts';
import { mapNamespaces } from './rules/map-namespaces.ts';
import { mapStorageClasses } from './rules/map-storage-classes.ts';
import { prepareNamespaces } from './rules/prepare-namespaces.ts';
import { rebuildVolumes } from './rules/rebuild-volumes.ts';
import { stripServerFields } from './rules/strip-server-fields.ts';

/**
 * The rules, in the order in which they run: THE list, and the only registration.
 *
 * First what does not go along at all; then, kind by kind, what is different in the new home; then the traces of the
 * source's API server, which some rules before had to read; and last the namespaces, so that all rules before them
 * know an object by its source name.
 */
export const RULES: readonly Rule[] = [
  dropWhatEachClusterMakes,
  dropSystemNamespaces,
  dropGeneratedContent,
  dropBootstrapObjects,
  dropTokenSecrets,
  dropFinishedWork,
  dropEndpointsOfSelectors,
  dropOwnedObjects,

  prepareNamespaces,
  freePodsFromNodes,
  freeJobsFromUids,
  freeServiceAddresses,
  bindClaims,
  rebuildVolumes,
  mapStorageClasses,

  dropLastApplied,
  stripServerFields,
  mapNamespaces,
];
