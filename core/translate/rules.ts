import type { Rule } from './rule.ts';
import { bindClaims } from './rules/bind-claims.ts';
import { carryNetworkPolicies } from './rules/carry-network-policies.ts';
import { checkInlineVolumes } from './rules/check-inline-volumes.ts';
import { checkNodePlacement } from './rules/check-node-placement.ts';
import { dropBootstrapObjects } from './rules/drop-bootstrap-objects.ts';
import { dropEndpointsOfSelectors } from './rules/drop-endpoints-of-selectors.ts';
import { dropFinishedWork } from './rules/drop-finished-work.ts';
import { dropGeneratedContent } from './rules/drop-generated-content.ts';
import { dropHelmReleases } from './rules/drop-helm-releases.ts';
import { dropLastApplied } from './rules/drop-last-applied.ts';
import { dropOwnedObjects } from './rules/drop-owned-objects.ts';
import { dropRightsElsewhere } from './rules/drop-rights-elsewhere.ts';
import { dropRunTimeMarks } from './rules/drop-run-time-marks.ts';
import { dropSharedControllers } from './rules/drop-shared-controllers.ts';
import { dropSystemNamespaces } from './rules/drop-system-namespaces.ts';
import { dropTerminatingObjects } from './rules/drop-terminating-objects.ts';
import { dropTokenSecrets } from './rules/drop-token-secrets.ts';
import { dropWhatEachClusterMakes } from './rules/drop-what-each-cluster-makes.ts';
import { forgetTokenSecrets } from './rules/forget-token-secrets.ts';
import { freeClaimTemplates } from './rules/free-claim-templates.ts';
import { freeJobsFromUids } from './rules/free-jobs-from-uids.ts';
import { freePodsFromNodes } from './rules/free-pods-from-nodes.ts';
import { freeServiceAddresses } from './rules/free-service-addresses.ts';
import { isolateEgress } from './rules/isolate-egress.ts';
import { keepClaimsOfTheTarget } from './rules/keep-claims-of-the-target.ts';
import { keepLoadBalancersInternal } from './rules/keep-load-balancers-internal.ts';
import { keepWhatOperatorsRemember } from './rules/keep-what-operators-remember.ts';
import { leaveKindsOfOneCloud } from './rules/leave-kinds-of-one-cloud.ts';
import { leaveToOperators } from './rules/leave-to-operators.ts';
import { leaveWhatTheTargetHas } from './rules/leave-what-the-target-has.ts';
import { mapAwsIdsOfObjects } from './rules/map-aws-ids.ts';
import { mapAwsReferences } from './rules/map-aws-references.ts';
import { mapHosts } from './rules/map-hosts.ts';
import { mapImages } from './rules/map-images.ts';
import { mapIngressClasses } from './rules/map-ingress-classes.ts';
import { mapLoadBalancers } from './rules/map-load-balancers.ts';
import { mapNamespaces } from './rules/map-namespaces.ts';
import { mapNodeClasses } from './rules/map-node-classes.ts';
import { mapNodeLabels } from './rules/map-node-labels.ts';
import { mapRoles } from './rules/map-roles.ts';
import { mapServiceNamesInTexts } from './rules/map-service-names.ts';
import { mapStorageClasses } from './rules/map-storage-classes.ts';
import { mapWorkloadIdentities } from './rules/map-workload-identities.ts';
import { mapZones } from './rules/map-zones.ts';
import { partClusterBindings } from './rules/part-cluster-bindings.ts';
import { partLoadBalancers } from './rules/part-load-balancers.ts';
import { prepareCustomResourceDefinitions } from './rules/prepare-custom-resource-definitions.ts';
import { prepareNamespaces } from './rules/prepare-namespaces.ts';
import { prepareWebhooks } from './rules/prepare-webhooks.ts';
import { rebuildVolumes } from './rules/rebuild-volumes.ts';
import { refuseSystemTargets } from './rules/refuse-system-targets.ts';
import { releaseCaBundles } from './rules/release-ca-bundles.ts';
import { releaseFinalizers } from './rules/release-finalizers.ts';
import { reportAwsReferences } from './rules/report-aws-references.ts';
import { reportClosedWebhooks } from './rules/report-closed-webhooks.ts';
import { reportCloudIdentities } from './rules/report-cloud-identities.ts';
import { reportClusterBoundKinds } from './rules/report-cluster-bound-kinds.ts';
import { reportClusterScope } from './rules/report-cluster-scope.ts';
import { reportForeignRanges } from './rules/report-foreign-ranges.ts';
import { reportGitopsOwners } from './rules/report-gitops-owners.ts';
import { reportManagedReplicas } from './rules/report-managed-replicas.ts';
import { reportMissingReferences } from './rules/report-missing-references.ts';
import { reportPowerfulRights } from './rules/report-powerful-rights.ts';
import { reportPrivilegedPods } from './rules/report-privileged-pods.ts';
import { reportUnreadyWorkloads } from './rules/report-unready-workloads.ts';
import { resumePausedDeployments } from './rules/resume-paused-deployments.ts';
import { silenceExternalDns } from './rules/silence-external-dns.ts';
import { silenceWhatActsOutside } from './rules/silence-what-acts-outside.ts';
import { startScaledDown } from './rules/start-scaled-down.ts';
import { stripServerFields } from './rules/strip-server-fields.ts';
import { suspendJobs } from './rules/suspend-jobs.ts';
import { tamePriorityClasses } from './rules/tame-priority-classes.ts';
import { translateStorageClasses } from './rules/translate-storage-classes.ts';
import { usePodIdentities } from './rules/use-pod-identities.ts';
import { useServedVersions } from './rules/use-served-versions.ts';

/**
 * The rules, in the order in which they run: THE list, and the only registration.
 *
 * First what is not copied at all; then the API version, so that the rules after it meet kinds that the target
 * knows; then what is different in the new home, kind by kind; then the traces of the source's API server, which rules
 * before had to read; and last the namespaces, so that all rules before know an object by its source name.
 */
export const RULES: readonly Rule[] = [
  dropWhatEachClusterMakes,
  dropRightsElsewhere,
  dropSystemNamespaces,
  dropGeneratedContent,
  dropBootstrapObjects,
  dropTokenSecrets,
  dropHelmReleases,
  dropFinishedWork,
  dropEndpointsOfSelectors,
  leaveKindsOfOneCloud,
  dropSharedControllers,
  leaveToOperators,
  dropOwnedObjects,
  dropTerminatingObjects,
  leaveWhatTheTargetHas,
  keepClaimsOfTheTarget,
  carryNetworkPolicies,

  useServedVersions,

  prepareNamespaces,
  prepareCustomResourceDefinitions,
  prepareWebhooks,
  releaseCaBundles,
  tamePriorityClasses,
  forgetTokenSecrets,
  freePodsFromNodes,
  freeJobsFromUids,
  freeServiceAddresses,
  resumePausedDeployments,

  bindClaims,
  checkInlineVolumes,
  freeClaimTemplates,
  rebuildVolumes,
  translateStorageClasses,
  mapStorageClasses,

  mapNodeLabels,
  mapZones,
  checkNodePlacement,
  mapImages,
  mapWorkloadIdentities,
  usePodIdentities,
  mapRoles,
  mapHosts,
  mapLoadBalancers,
  mapIngressClasses,
  mapAwsIdsOfObjects,
  mapAwsReferences,
  mapNodeClasses,
  partLoadBalancers,

  silenceExternalDns,
  silenceWhatActsOutside,
  suspendJobs,
  keepLoadBalancersInternal,
  startScaledDown,
  isolateEgress,

  reportManagedReplicas,
  reportMissingReferences,
  reportUnreadyWorkloads,
  reportAwsReferences,
  reportCloudIdentities,
  reportForeignRanges,
  reportClusterBoundKinds,
  reportGitopsOwners,
  reportPowerfulRights,
  reportPrivilegedPods,
  reportClosedWebhooks,
  reportClusterScope,

  keepWhatOperatorsRemember,
  dropRunTimeMarks,
  releaseFinalizers,
  dropLastApplied,
  stripServerFields,

  partClusterBindings,
  mapServiceNamesInTexts,
  mapNamespaces,
  refuseSystemTargets,
];
