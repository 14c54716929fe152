import type { WorkloadSpec } from '../contract/shapes.ts';
import { immutableFields } from './immutable.ts';
import type { KindRules } from './kind-rules.ts';
import { workloadProblems } from './workload.ts';

/** Rules of a kind whose selector is immutable and whose template may change. */
function selectorRules(resource: string): KindRules {
  return {
    storage: `apps/${resource}`,
    generation: true,
    validate: (object) => workloadProblems((object.spec ?? {}) as WorkloadSpec),
    validateUpdate: (object, old) => immutableFields(object.spec as object, old.spec as object, ['selector'], 'spec'),
  };
}

export const deploymentRules = selectorRules('deployments');
export const replicaSetRules = selectorRules('replicasets');
