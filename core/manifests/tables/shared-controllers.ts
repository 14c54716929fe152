/**
 * Objects that steer something outside of their cluster: with a copy in a second cluster, two controllers would own the
 * same thing. `group/Kind`, `group/*`, or `*.group/*` for all groups that end so; each with what it steers.
 */
export const SHARED_CONTROLLERS: Record<string, string> = {
  '*.services.k8s.aws/*': 'ACK would manage the same AWS resource from two clusters',
  'services.k8s.aws/*': 'ACK would manage the same AWS resource from two clusters',
  'kro.run/*': 'KRO would manage the same resources from two clusters',
  'argoproj.io/Application': 'Argo CD would deploy to the same destination from two clusters',
  'argoproj.io/ApplicationSet': 'Argo CD would deploy to the same destinations from two clusters',
  'argoproj.io/AppProject': 'it belongs to the Argo CD of the source',
  'karpenter.sh/*': 'node pools belong to their cluster',
  'karpenter.k8s.aws/*': 'node classes name subnets and roles of the source',
  'eks.amazonaws.com/NodeClass': 'node classes name subnets and roles of the source',
  'cluster.x-k8s.io/*': 'Cluster API would manage the same clusters twice',
  '*.aws.upbound.io/*': 'Crossplane would manage the same AWS resource from two clusters',
  '*.aws.crossplane.io/*': 'Crossplane would manage the same AWS resource from two clusters',
};

/** Why an object of that kind must not exist twice; undefined when it may. */
export function sharedController(group: string, kind: string): string | undefined {
  const parent = `*.${group.slice(group.indexOf('.') + 1)}`;
  return (
    SHARED_CONTROLLERS[`${group}/${kind}`] ?? SHARED_CONTROLLERS[`${group}/*`] ?? SHARED_CONTROLLERS[`${parent}/*`]
  );
}
