import type { KubeObject } from '../../../kube/kube-object.ts';

interface Metric {
  type: string;
  resource?: { name: string; target: { type: string; averageUtilization?: number } };
}

/** A HorizontalPodAutoscaler between v2 and v1, whose only metric is CPU utilization; v1 keeps others in an annotation. */
export function convertAutoscaler(object: KubeObject, toVersion: string): KubeObject {
  return toVersion === 'v1' ? toV1(object) : toV2(object);
}

const METRICS = 'autoscaling.alpha.kubernetes.io/metrics';
const BEHAVIOR = 'autoscaling.alpha.kubernetes.io/behavior';

function toV1(object: KubeObject): KubeObject {
  const { metrics = [], behavior, ...spec } = object.spec as { metrics?: Metric[]; behavior?: unknown };
  const cpu = metrics.find(isCpuUtilization);
  const others = metrics.filter((metric) => metric !== cpu);
  const annotations = {
    ...object.metadata.annotations,
    ...(others.length > 0 ? { [METRICS]: JSON.stringify(others) } : {}),
    ...(behavior ? { [BEHAVIOR]: JSON.stringify(behavior) } : {}),
  };
  const percentage = cpu ? { targetCPUUtilizationPercentage: cpu.resource!.target.averageUtilization } : {};
  const metadata = { ...object.metadata, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) };
  return { ...object, metadata, spec: { ...spec, ...percentage } };
}

function toV2(object: KubeObject): KubeObject {
  const { targetCPUUtilizationPercentage: cpu, ...spec } = object.spec as { targetCPUUtilizationPercentage?: number };
  const { [METRICS]: others, [BEHAVIOR]: behavior, ...annotations } = object.metadata.annotations ?? {};
  const target = { type: 'Utilization', averageUtilization: cpu };
  const metrics = [
    ...(cpu === undefined ? [] : [{ type: 'Resource', resource: { name: 'cpu', target } }]),
    ...(others ? (JSON.parse(others) as Metric[]) : []),
  ];
  const { annotations: _old, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: { ...metadata, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
    spec: {
      ...spec,
      ...(metrics.length > 0 ? { metrics } : {}),
      ...(behavior ? { behavior: JSON.parse(behavior) as unknown } : {}),
    },
  };
}

function isCpuUtilization(metric: Metric): boolean {
  return metric.type === 'Resource' && metric.resource?.name === 'cpu' && metric.resource.target.type === 'Utilization';
}
