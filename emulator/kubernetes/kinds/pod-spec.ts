import type { Container, PodSpec } from '../contract/shapes.ts';
import { duplicateValue, type FieldError, fieldNotFound, notSupported, required } from '../errors/field-error.ts';

/** Mistakes of a pod's spec, wherever it is. `restart` lists the allowed restart policies, in the server's order. */
export function podSpecProblems(spec: PodSpec, at: string, restart = ['Always', 'OnFailure', 'Never']): FieldError[] {
  const containers = spec.containers ?? [];
  const volumes = new Set((spec.volumes ?? []).map((volume) => volume.name));
  const policy = String(spec.restartPolicy);
  return [
    ...duplicates(spec.volumes ?? [], `${at}.volumes`),
    ...(containers.length === 0 ? [required(`${at}.containers`)] : []),
    ...containers.flatMap((container, index) => containerProblems(container, `${at}.containers[${index}]`, volumes)),
    ...(spec.initContainers ?? []).flatMap((container, index) =>
      containerProblems(container, `${at}.initContainers[${index}]`, volumes),
    ),
    ...duplicates(containers, `${at}.containers`),
    ...(restart.includes(policy) ? [] : [notSupported(`${at}.restartPolicy`, policy, restart)]),
  ];
}

function containerProblems(container: Container, at: string, volumes: Set<string>): FieldError[] {
  const mounts = [
    ...(container.volumeMounts ?? []).map((mount, index) => ({
      name: mount.name,
      at: `${at}.volumeMounts[${index}].name`,
    })),
    ...(container.volumeDevices ?? []).map((mount, index) => ({
      name: mount.name,
      at: `${at}.volumeDevices[${index}].name`,
    })),
  ];
  return [
    ...(container.name ? [] : [required(`${at}.name`)]),
    ...(container.image ? [] : [required(`${at}.image`)]),
    ...mounts.filter((mount) => !volumes.has(mount.name)).map((mount) => fieldNotFound(mount.at, mount.name)),
  ];
}

function duplicates(items: { name: string }[], at: string): FieldError[] {
  return items.flatMap((item, index) =>
    items.findIndex((other) => other.name === item.name) < index
      ? [duplicateValue(`${at}[${index}].name`, item.name)]
      : [],
  );
}
