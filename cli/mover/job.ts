import { containerSecurity } from '../../core/plan/movers/mover-objects.ts';

/** What one Job needs that copies a claim's files into a repository of restic, beside the claim. */
export interface Move {
  namespace: string;
  claim: string;
  /** As restic names it: `s3:s3.eu-central-1.amazonaws.com/bucket/prefix`. */
  repository: string;
  /** With its digest. */
  image: string;
  /** Where the claim is mounted, when only one node can have it at a time. */
  node?: string | undefined;
  hours: number;
  /** KiB a second. */
  limitUpload?: number | undefined;
}

/** Its keys are the variables that restic reads (https://restic.readthedocs.io/en/stable/040_backup.html#environment-variables). */
export const SECRET = 'kubeferry-mover';

/** Reads the claim, writes the repository, and is gone ten minutes after its end; what it prints are no names of files. */
export function moverJob({ namespace, claim, repository, image, node, hours, limitUpload }: Move): object {
  const common = {
    image,
    env: [
      { name: 'RESTIC_REPOSITORY', value: repository },
      { name: 'RESTIC_CACHE_DIR', value: '/tmp/cache' },
    ],
    envFrom: [{ secretRef: { name: SECRET } }],
    securityContext: containerSecurity(undefined),
    resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '1Gi' } },
  };
  const scratch = { name: 'scratch', mountPath: '/tmp' };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: `kubeferry-mover-${claim}`.slice(0, 63).replace(/[^a-z0-9]+$/, ''), namespace },
    spec: {
      activeDeadlineSeconds: hours * 3600,
      backoffLimit: 2,
      ttlSecondsAfterFinished: 600,
      template: {
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          ...(node ? { nodeName: node } : {}),
          initContainers: [
            {
              name: 'repository',
              ...common,
              command: ['sh', '-c', 'restic cat config >/dev/null 2>&1 || restic init --quiet'],
              volumeMounts: [scratch],
            },
          ],
          containers: [
            {
              name: 'restic',
              ...common,
              command: ['restic'],
              args: [
                'backup',
                '--quiet',
                '--host=kubeferry',
                `--tag=${namespace}/${claim}`,
                '--exclude=/data/lost+found',
                ...(limitUpload ? [`--limit-upload=${limitUpload}`] : []),
                '/data',
              ],
              volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true }, scratch],
            },
          ],
          volumes: [
            { name: 'data', persistentVolumeClaim: { claimName: claim, readOnly: true } },
            { name: 'scratch', emptyDir: {} },
          ],
        },
      },
    },
  };
}
