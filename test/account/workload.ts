import type { KubeObject } from '../../kube/kube-object.ts';
import { BYTES_AT, DATA_MIB, NAMESPACE, TEST_TAG } from './names.ts';

/** For amd64 and arm64, from a registry that asks nobody to log in. */
const IMAGE = 'public.ecr.aws/docker/library/busybox:1.37';
export const CLASS = 'kubeferry-account-test';

/** Of both clusters. Its volumes bear the tag of the test. */
export const storageClass: KubeObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: CLASS },
  provisioner: 'ebs.csi.aws.com',
  volumeBindingMode: 'WaitForFirstConsumer',
  parameters: { type: 'gp3', tagSpecification_1: `${TEST_TAG.key}=${TEST_TAG.value}` },
};

/** The same of a cluster of AKS. */
export const diskClass: KubeObject = {
  ...storageClass,
  provisioner: 'disk.csi.azure.com',
  parameters: { skuName: 'StandardSSD_LRS', tags: `${TEST_TAG.key}=${TEST_TAG.value}` },
};

/** Writes its bytes once, and never again where they are: a clone has to bring them along. */
const WRITE_ONCE = `[ -f ${BYTES_AT} ] || { head -c ${DATA_MIB}M /dev/urandom > ${BYTES_AT}.new && sync && mv ${BYTES_AT}.new ${BYTES_AT} && sync; }; touch /tmp/written; while :; do sleep 5; done`;

/** A namespace with a database of sorts: one pod with a claim, and random bytes in it. */
export const workload: KubeObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'db', namespace: NAMESPACE },
    spec: { clusterIP: 'None', selector: { app: 'db' }, ports: [{ port: 5432 }] },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: NAMESPACE },
    spec: {
      serviceName: 'db',
      replicas: 1,
      selector: { matchLabels: { app: 'db' } },
      template: {
        metadata: { labels: { app: 'db' } },
        spec: {
          terminationGracePeriodSeconds: 5,
          containers: [
            {
              name: 'db',
              image: IMAGE,
              command: ['sh', '-c', WRITE_ONCE],
              readinessProbe: { exec: { command: ['test', '-f', '/tmp/written'] }, periodSeconds: 5 },
              resources: { requests: { cpu: '50m', memory: '64Mi' } },
              volumeMounts: [{ name: 'data', mountPath: '/data' }],
            },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: CLASS,
            resources: { requests: { storage: '1Gi' } },
          },
        },
      ],
    },
  },
];
