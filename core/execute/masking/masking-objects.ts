import { createHash } from 'node:crypto';
import type { Json, KubeObject } from '../../../kube/kube-object.ts';
import type { PlannedMasking, PlannedMaskingJob } from '../../plan/masking/plan-masking.ts';
import type { Plan } from '../../plan/plan.ts';
import { MASKING, waveOf } from '../../translate/waves.ts';

/** On the Jobs of a masking and their pods; the value is the name that the route gives. */
export const MASKING_LABEL = 'kubeferry/masking';

/** Proxies beside the container would never end, and its network is closed to them. */
const WITHOUT_SIDECARS = {
  'sidecar.istio.io/inject': 'false',
  'linkerd.io/inject': 'disabled',
  'karpenter.sh/do-not-disrupt': 'true',
};

/**
 * The policies and Jobs of a run's masking, as they are applied. Their names carry the run: the finished Job of a former
 * clone must never pass for this one's.
 */
export function maskingObjects(
  { jobs }: PlannedMasking,
  cloneId: string,
): { policies: KubeObject[]; jobs: KubeObject[] } {
  const homes = [...new Set(jobs.map(({ home }) => home))].toSorted();
  return { policies: homes.map((home) => policyIn(home, cloneId)), jobs: jobs.map((job) => jobOf(job, cloneId)) };
}

/** The same by wave; nothing of a plan without a masking. */
export function maskingByWave({ masking }: Pick<Plan, 'masking'>, cloneId: string) {
  if (!masking) return [];
  const { policies, jobs } = maskingObjects(masking, cloneId);
  return [
    { wave: waveOf(policies[0]!).wave, objects: policies },
    { wave: MASKING.wave, objects: jobs },
  ];
}

const suffixOf = (cloneId: string) => createHash('sha256').update(cloneId).digest('hex').slice(0, 8);

/** What the Job of that name is called in the target. */
export const jobName = (name: string, cloneId: string) => `kubeferry-mask-${name}-${suffixOf(cloneId)}`;

const managed = { 'app.kubernetes.io/managed-by': 'kubeferry' };

/** Nothing gets to these pods, and nothing out of them, name resolution included. */
const policyIn = (namespace: string, cloneId: string): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: `kubeferry-masking-${suffixOf(cloneId)}`, namespace, labels: managed },
  spec: {
    podSelector: { matchExpressions: [{ key: MASKING_LABEL, operator: 'Exists' }] },
    policyTypes: ['Ingress', 'Egress'],
  },
});

/** A Job that runs once: half a masking that begins again may do something else than a whole one. */
function jobOf(job: PlannedMaskingJob, cloneId: string): KubeObject {
  const labels = { ...managed, [MASKING_LABEL]: job.name };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: jobName(job.name, cloneId), namespace: job.home, labels },
    spec: {
      backoffLimit: 0,
      completions: 1,
      parallelism: 1,
      activeDeadlineSeconds: job.timeoutSeconds,
      template: { metadata: { labels, annotations: WITHOUT_SIDECARS }, spec: podOf(job) },
    },
  };
}

function podOf({ runAs, claims, ...job }: PlannedMaskingJob): Json {
  const names = [...new Set(Object.values(claims))];
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      seccompProfile: { type: 'RuntimeDefault' },
      ...(runAs ? { runAsUser: runAs.user, runAsGroup: runAs.group, fsGroup: runAs.group } : {}),
      ...(runAs && runAs.user > 0 ? { runAsNonRoot: true } : {}),
    },
    volumes: names.map((claimName, at) => ({ name: `claim-${at}`, persistentVolumeClaim: { claimName } })),
    containers: [containerOf({ ...job, claims }, names)],
  };
}

function containerOf(
  { image, command, env, secrets, cpu, memory, claims, devices }: Omit<PlannedMaskingJob, 'runAs'>,
  names: readonly string[],
): { [field: string]: Json } {
  const mounts = (isDevice: boolean) =>
    Object.entries(claims)
      .filter(([path]) => devices.includes(path) === isDevice)
      .map(([path, claim]) => ({
        name: `claim-${names.indexOf(claim)}`,
        [isDevice ? 'devicePath' : 'mountPath']: path,
      }));
  const amounts = { ...(cpu ? { cpu } : {}), ...(memory ? { memory } : {}) };
  return {
    name: 'mask',
    image,
    command,
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    ...(Object.keys(env).length > 0 ? { env: Object.entries(env).map(([name, value]) => ({ name, value })) } : {}),
    ...(secrets.length > 0 ? { envFrom: secrets.map((name) => ({ secretRef: { name } })) } : {}),
    ...(Object.keys(amounts).length > 0 ? { resources: { requests: amounts, limits: amounts } } : {}),
    ...(mounts(false).length > 0 ? { volumeMounts: mounts(false) } : {}),
    ...(mounts(true).length > 0 ? { volumeDevices: mounts(true) } : {}),
  };
}
