import { createHash } from 'node:crypto';
import type { Json, KubeObject, ObjectRef } from '../../../kube/kube-object.ts';
import type { MoverSession } from '../../base/ports/mover-session.ts';
import { markedBy } from '../../base/run/made-by-run.ts';
import type { PlannedMove, Toleration } from '../../base/run/origin.ts';

/** On the Job of a mover, on its pods and on its Secret; the value is that of one run and claim. */
export const MOVER_LABEL = 'kubeferry/mover';

/** Whether a run has made it to copy files: it is never part of what is cloned, also when another run meets it. */
export const isOfMover = ({ metadata }: KubeObject): boolean => metadata.labels?.[MOVER_LABEL] !== undefined;

/** The host that the snapshots are of, for whoever looks for them. */
export const MOVER_HOST = 'kubeferry';

/** Of one run and one claim. */
export interface MoverOf {
  cloneId: string;
  /** `namespace/name` */
  claim: string;
}

const idOf = ({ cloneId, claim }: MoverOf) =>
  createHash('sha256').update(`${cloneId}/${claim}`).digest('hex').slice(0, 16);

/** What the Job and the Secret of a run and a claim are called: the same on every retry, and nobody else's. */
export const moverName = (of: MoverOf) => `kubeferry-mover-${idOf(of)}`;

/** https://github.com/kubernetes-csi/external-snapshotter/blob/master/client/apis/volumesnapshot/v1/types.go */
export const SNAPSHOTS = 'snapshot.storage.k8s.io/v1';

export const moverRefs = (of: MoverOf) => {
  const [namespace = ''] = of.claim.split('/');
  const name = moverName(of);
  return {
    job: { apiVersion: 'batch/v1', kind: 'Job', namespace, name },
    secret: { apiVersion: 'v1', kind: 'Secret', namespace, name },
    snapshot: { apiVersion: SNAPSHOTS, kind: 'VolumeSnapshot', namespace, name },
    claim: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name },
    labelSelector: `${MOVER_LABEL}=${idOf(of)}`,
  };
};

/** All that is decided of a Job once it is made. */
export interface MoverJob extends MoverOf {
  move: PlannedMove;
  /** As restic names it: `s3:https://s3.eu-west-1.amazonaws.com/bucket/prefix`. */
  repository: string;
  /** Of the bucket. */
  region: string;
  /** Where the claim is mounted now. */
  node?: string | undefined;
  /** KiB a second. */
  limitUpload?: number | undefined;
}

/** It goes with its Job, whoever deletes that. */
export function ownedByJob(
  of: MoverOf,
  jobUid: string,
  { apiVersion, kind, namespace = '', name }: ObjectRef,
  fields: Record<string, unknown>,
): KubeObject {
  const { job } = moverRefs(of);
  const ownerReferences = [{ apiVersion: job.apiVersion, kind: job.kind, name: job.name, uid: jobUid }];
  const metadata = { name, namespace, labels: labelsOf(of), ownerReferences };
  return markedBy(of.cloneId, { apiVersion, kind, metadata, ...fields });
}

/**
 * Reads every file, also of other owners, through a mount that takes no writes: DAC_OVERRIDE, since the baseline of Pod Security lets
 * nobody add DAC_READ_SEARCH (https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline).
 */
const AS_ROOT = { runAsUser: 0, runAsGroup: 0 };
const OF_ROOT = { drop: ['ALL'], add: ['DAC_OVERRIDE'] };

export const containerSecurity = (runAs: PlannedMove['runAs']) => ({
  ...(runAs ? { runAsNonRoot: true, runAsUser: runAs.user, runAsGroup: runAs.group } : AS_ROOT),
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: runAs ? { drop: ['ALL'] } : OF_ROOT,
  seccompProfile: { type: 'RuntimeDefault' },
});

/** Where the Secret is mounted: files are replaced when the session is renewed, variables are not. */
const MOUNTED = '/kubeferry';
const DATA = '/data';

/** Proxies beside the container would never end. */
const UNDISTURBED = {
  'sidecar.istio.io/inject': 'false',
  'linkerd.io/inject': 'disabled',
  'karpenter.sh/do-not-disrupt': 'true',
};

/** Killed pods begin again, and find what was copied already. */
const TRIES_AGAIN = 2;
const SECONDS_AFTER_ITS_END = 600;

/**
 * The Job that reads a claim and writes a repository: what it prints are no names of files. When nobody removes it, the cluster does
 * some time after its end, and its Secret with it.
 */
export function moverJob(job: MoverJob): KubeObject {
  const { move, cloneId } = job;
  const { job: ref } = moverRefs(job);
  const labels = labelsOf(job);
  return markedBy(cloneId, {
    apiVersion: ref.apiVersion,
    kind: ref.kind,
    metadata: { name: ref.name, namespace: ref.namespace, labels },
    spec: {
      activeDeadlineSeconds: move.hours * 3600,
      backoffLimit: TRIES_AGAIN,
      completions: 1,
      parallelism: 1,
      ttlSecondsAfterFinished: SECONDS_AFTER_ITS_END,
      // Until what it reads is there: its time begins then.
      ...(move.snapshot ? { suspend: true } : {}),
      template: { metadata: { labels, annotations: UNDISTURBED }, spec: podOf(job) },
    },
  });
}

const labelsOf = (of: MoverOf) => ({ 'app.kubernetes.io/managed-by': 'kubeferry', [MOVER_LABEL]: idOf(of) });

function podOf(job: MoverJob): Json {
  const { claim, move, node } = job;
  const [, claimItself = ''] = claim.split('/');
  const claimName = move.snapshot ? moverRefs(job).claim.name : claimItself;
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 5,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    ...(move.tolerations ? { tolerations: move.tolerations.map(tolerated) } : {}),
    ...(node ? { affinity: { nodeAffinity: move.snapshot || move.shared ? ratherOn(node) : on(node) } } : {}),
    containers: [containerOf(job)],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName, readOnly: true } },
      { name: 'session', secret: { secretName: moverName(job), defaultMode: 0o444 } },
      { name: 'scratch', emptyDir: { sizeLimit: '2Gi' } },
    ],
  };
}

const tolerated = ({ key, operator, value, effect }: Toleration): Json => ({
  ...(key ? { key } : {}),
  ...(operator ? { operator } : {}),
  ...(value ? { value } : {}),
  ...(effect ? { effect } : {}),
});

const named = (node: string): Json => ({ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] });

/** By the scheduler, which knows whether the node has room, as a DaemonSet's pods are placed. */
const on = (node: string): Json => ({
  requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [named(node)] },
});

/** Where the storage is a node's own, a snapshot of it is usable there alone; other nodes do as well for any other. */
const ratherOn = (node: string): Json => ({
  preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference: named(node) }],
});

function containerOf({ claim, cloneId, move, repository, region, limitUpload }: MoverJob): { [field: string]: Json } {
  const variables = {
    RESTIC_REPOSITORY: repository,
    RESTIC_PASSWORD_FILE: `${MOUNTED}/password`,
    RESTIC_CACHE_DIR: '/tmp/cache',
    AWS_SHARED_CREDENTIALS_FILE: `${MOUNTED}/credentials`,
    AWS_DEFAULT_REGION: region,
    HOME: '/tmp',
  };
  return {
    name: 'mover',
    image: move.image,
    command: ['restic'],
    args: [
      'backup',
      '--quiet',
      `--host=${MOVER_HOST}`,
      `--tag=${cloneId}`,
      `--tag=${claim}`,
      `--exclude=${DATA}/lost+found`,
      ...(limitUpload ? [`--limit-upload=${limitUpload}`] : []),
      // By its path, so that owner and mode of the top folder are kept: some databases do not start without.
      DATA,
    ],
    env: Object.entries(variables).map(([name, value]) => ({ name, value })),
    securityContext: containerSecurity(move.runAs),
    resources: { requests: { cpu: '250m', memory: move.memory }, limits: { memory: move.memory } },
    volumeMounts: [
      { name: 'data', mountPath: DATA, readOnly: true },
      { name: 'session', mountPath: MOUNTED, readOnly: true },
      { name: 'scratch', mountPath: '/tmp' },
    ],
  };
}

/**
 * What the pod finds of its Secret. restic asks the credentials' process again before they expire, and finds the session that has
 * taken their place meanwhile (https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html).
 */
export const secretData = (password: string, session: MoverSession): Record<string, string> => ({
  password,
  credentials: `[default]\ncredential_process = cat ${MOUNTED}/session.json\n`,
  'session.json': JSON.stringify({
    Version: 1,
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.sessionToken,
    Expiration: session.expiration,
  }),
});

export function moverSecret(of: MoverOf, jobUid: string, data: Record<string, string>): KubeObject {
  const encoded = Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  return ownedByJob(of, jobUid, moverRefs(of).secret, { type: 'Opaque', data: Object.fromEntries(encoded) });
}
