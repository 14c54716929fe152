import { claimRules } from './claim.ts';
import { configMapRules, secretRules } from './config-map.ts';
import { cronJobRules } from './cron-job.ts';
import { daemonSetRules } from './daemon-set.ts';
import { definitionRules } from './definition.ts';
import { deploymentRules, replicaSetRules } from './deployment.ts';
import { generationRules } from './generation.ts';
import { jobRules } from './job.ts';
import type { KindRules } from './kind-rules.ts';
import { namespaceRules } from './namespace.ts';
import { podRules } from './pod.ts';
import { bindingRules, roleRules } from './rbac.ts';
import { quotaRules } from './resource-quota.ts';
import { serviceRules } from './service.ts';
import { statefulSetRules } from './stateful-set.ts';
import { storageClassRules } from './storage-class.ts';
import { volumeRules } from './volume.ts';

const RULES: KindRules[] = [
  namespaceRules,
  configMapRules,
  secretRules,
  podRules,
  serviceRules,
  quotaRules,
  claimRules,
  volumeRules,
  storageClassRules,
  deploymentRules,
  replicaSetRules,
  statefulSetRules,
  daemonSetRules,
  jobRules,
  cronJobRules,
  definitionRules,
  ...roleRules,
  ...bindingRules,
  ...generationRules,
];

const BY_STORAGE = new Map(RULES.map((rules) => [rules.storage, rules]));

/** The rules of a kind, by its storage; undefined for kinds that do nothing special. */
export function rulesOf(storage: string): KindRules | undefined {
  return BY_STORAGE.get(storage);
}
