import type { WorkloadSpec } from '../contract/shapes.ts';
import { immutableFields } from './immutable.ts';
import type { KindRules } from './kind-rules.ts';
import { workloadProblems } from './workload.ts';

export const daemonSetRules: KindRules = {
  storage: 'apps/daemonsets',
  generation: true,
  validate: (object) => workloadProblems((object.spec ?? {}) as WorkloadSpec),
  validateUpdate: (object, old) => immutableFields(object.spec as object, old.spec as object, ['selector'], 'spec'),
};
