import type { Finding } from '../../kube/finding.ts';
import type { NewAksCluster } from '../base/request/new-aks-cluster.ts';
import { newEksCluster } from '../base/request/route.ts';
import type { SourceIndex } from '../translate/context.ts';
import { planAksIdentities } from './cluster/aks/workload-identities.ts';
import { mappedByConfigMap } from './cluster/aws-auth.ts';
import { type KeptCluster, type NewClusterOf, stillTold } from './cluster/new-cluster.ts';
import { selfManagedNodes } from './cluster/node-findings.ts';
import { type ClusterPlan, sealClusterPlan } from './cluster/plan-cluster.ts';
import { planWorkloadRoles } from './cluster/plan-workload-roles.ts';
import { providerArn } from './cluster/trust.ts';
import { roleAccounts } from './cluster/workload-roles.ts';
import type { PlanInputs } from './inputs.ts';

/** What a plan says of the target cluster itself. */
export interface NewClusterPlan {
  plan: NewClusterOf | undefined;
  /** Service accounts that have an association there, `namespace/name`. */
  podIdentities: string[];
  findings: Finding[];
}

/**
 * Completes the plan of the cluster with what the workload needs of it. A cluster that the run has made stays as it was
 * planned, and only the trust of its roles is looked at again, since its issuer is known now; one that was there takes
 * nothing any more. `sourceNodes` are the labels of the source's nodes.
 */
export async function planNewCluster(
  inputs: PlanInputs,
  index: SourceIndex,
  sourceNodes: Record<string, string>[],
): Promise<NewClusterPlan> {
  const { clone, request, source, target, made, factory } = inputs;
  if (clone.route.target.kind === 'aks') return newClusterOfAks(inputs, clone.route.target.create, index, sourceNodes);
  const { account, cluster } = clone.route.target;
  const create = newEksCluster(clone.route);
  if (!create || !factory) return NONE;
  const accounts = roleAccounts(index, request.mappings, create);
  if ('planned' in target) {
    const { plan, findings } = target.planned;
    if (plan.cloud) return NONE;
    const roles = await planWorkloadRoles({ cluster, blueprint: plan.blueprint, accounts, create, factory });
    const origin = { cloneId: clone.cloneId, route: clone.route.name };
    const sealed = sealClusterPlan({ ...plan, blueprint: roles.blueprint }, origin);
    const lost = [...selfManagedNodes(cluster, sourceNodes), ...(await byConfigMap(cluster, source))];
    return { plan: sealed, podIdentities: associated(sealed), findings: [...findings, ...lost, ...roles.findings] };
  }
  const podIdentities = await factory.podIdentities(cluster);
  if (!made || made.cloud) return { plan: undefined, podIdentities, findings: [] };
  const arn = target.info.issuer && providerArn(target.info.arn, account, target.info.issuer);
  const { blueprint } = made;
  const { findings } = await planWorkloadRoles({ cluster, blueprint, accounts, create, factory, providerArn: arn });
  return { plan: withoutTold(made), podIdentities, findings: [...stillTold(made, findings), ...findings] };
}

function withoutTold<T extends KeptCluster>({ told: _, ...plan }: T): Omit<T, 'told'> {
  return plan;
}

const NONE: NewClusterPlan = { plan: undefined, podIdentities: [], findings: [] };

const byConfigMap = async (cluster: string, source: PlanInputs['source']) =>
  'info' in source ? mappedByConfigMap(cluster, source.api, source.info) : [];

/** Of AKS: service accounts take identities that the route names. A cluster that the run has made stays as it was planned. */
async function newClusterOfAks(
  { clone, request, source, target, made }: PlanInputs,
  create: NewAksCluster | undefined,
  index: SourceIndex,
  sourceNodes: Record<string, string>[],
): Promise<NewClusterPlan> {
  if (!create) return NONE;
  if (!('planned' in target))
    return made?.cloud ? { ...NONE, plan: withoutTold(made), findings: stillTold(made, []) } : NONE;
  const { plan, findings } = target.planned;
  if (!plan.cloud) return NONE;
  const { cluster } = clone.route.target;
  const identities = planAksIdentities(plan, index.roleAccounts ?? [], request.mappings, create);
  const lost = [...selfManagedNodes(cluster, sourceNodes), ...(await byConfigMap(cluster, source))];
  return { plan: identities.plan, podIdentities: [], findings: [...findings, ...lost, ...identities.findings] };
}

const associated = ({ blueprint }: ClusterPlan) =>
  blueprint.podIdentities.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);
