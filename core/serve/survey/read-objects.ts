import { fieldAt, listAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { gibibytesOf } from '../../../kube/quantity.ts';
import type { Cloud } from '../../translate/context.ts';
import { isAzureDisk, isEbs } from '../../translate/tables/drivers.ts';
import { volumeSourceOf } from '../../translate/volume-source.ts';
import type { ClaimView, WorkloadView } from './survey-schemas.ts';

/** Claims with what their volumes are, and whether runs copy them from a cluster of that cloud; sizes are those that were bound, else those that were asked for. */
export function claimsOf(
  claims: readonly KubeObject[],
  volumes: readonly KubeObject[],
  cloud: Cloud,
): (ClaimView & { namespace: string })[] {
  const volumeNamed = new Map(volumes.map((volume) => [volume.metadata.name, volume]));
  return claims.map((claim) => {
    const volume = volumeNamed.get(textAt(claim, 'spec.volumeName') ?? '');
    const driver = volume ? driverOf(volume) : undefined;
    const storageClass = textAt(claim, 'spec.storageClassName');
    const size = textAt(claim, 'status.capacity.storage') ?? textAt(claim, 'spec.resources.requests.storage');
    return {
      namespace: claim.metadata.namespace ?? '',
      name: claim.metadata.name,
      gibibytes: gibibytesOf(size ?? '0'),
      ...(storageClass ? { storageClass } : {}),
      ...(driver ? { driver } : {}),
      copied: driver !== undefined && isCopied(driver, cloud),
    };
  });
}

/** Of managed disks, those of a claim whose cluster is of AKS; and volumes of EBS wherever the cluster is. */
const isCopied = (driver: string, cloud: Cloud) => isEbs(driver) || (cloud === 'azure' && isAzureDisk(driver));

function driverOf(volume: KubeObject): string | undefined {
  const { driver, volumeId } = volumeSourceOf(volume);
  return textAt(volume, 'spec.csi.driver') ?? (volumeId === '' ? undefined : driver);
}

/** A workload with the claims of its namespace that its pods mount. */
export function workloadOf(object: KubeObject, claims: readonly Pick<ClaimView, 'name'>[]): WorkloadView {
  const { kind, metadata } = object;
  const mounted = mountedBy(object);
  const made = templatesOf(object).map((template) => new RegExp(`^${template}-${metadata.name}-\\d+$`));
  const isOwn = ({ name }: Pick<ClaimView, 'name'>) => mounted.includes(name) || made.some((each) => each.test(name));
  return {
    kind: kind as WorkloadView['kind'],
    name: metadata.name,
    ...countsOf(object),
    claims: claims.filter(isOwn).map(({ name }) => name),
  };
}

function countsOf(object: KubeObject): Pick<WorkloadView, 'replicas' | 'ready'> {
  if (object.kind === 'CronJob') return {};
  if (object.kind === 'DaemonSet') {
    return {
      replicas: numberAt(object, 'status.desiredNumberScheduled') ?? 0,
      ready: numberAt(object, 'status.numberReady') ?? 0,
    };
  }
  // Kubernetes takes 1 for what is left out (apps/v1 DeploymentSpec, StatefulSetSpec).
  return { replicas: numberAt(object, 'spec.replicas') ?? 1, ready: numberAt(object, 'status.readyReplicas') ?? 0 };
}

function mountedBy(object: KubeObject): string[] {
  const template = object.kind === 'CronJob' ? 'spec.jobTemplate.spec.template' : 'spec.template';
  return listAt(object, `${template}.spec.volumes`).flatMap(
    (volume) => textAt(volume, 'persistentVolumeClaim.claimName') ?? [],
  );
}

/** Names of what a StatefulSet makes claims of: `<template>-<set>-<ordinal>`. */
function templatesOf(object: KubeObject): string[] {
  return listAt(object, 'spec.volumeClaimTemplates').flatMap((template) => textAt(template, 'metadata.name') ?? []);
}

function numberAt(object: KubeObject, path: string): number | undefined {
  const value = fieldAt(object, path);
  return typeof value === 'number' ? value : undefined;
}
