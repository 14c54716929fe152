import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { warning } from '../verdicts.ts';

/** Kinds that do not work in another cluster by themselves, and what they need. */
const NEEDS: Record<string, string> = {
  'bitnami.com/SealedSecret':
    'it can only be opened with the sealing key of the source; the Secret that it made is copied',
  'postgresql.cnpg.io/Cluster':
    'its operator takes existing claims over only under their names and labels; check its bootstrap section',
  'kafka.strimzi.io/Kafka':
    'its brokers keep the cluster id in their data; check that the operator takes the existing claims over',
  'ceph.rook.io/CephCluster': 'Ceph keeps its data on disks of nodes, which are not copied',
  'longhorn.io/Volume': 'Longhorn keeps its data on disks of nodes, which are not copied',
};

export const reportClusterBoundKinds: Rule = {
  name: 'report-cluster-bound-kinds',
  description:
    'Custom resources that are tied to keys, disks or claims of their cluster are named, with what they need.',
  appliesTo: Object.keys(NEEDS),
  apply(object) {
    return {
      do: 'keep',
      findings: [warning('', `${object.kind} ${object.metadata.name}: ${NEEDS[kindKey(object)]}.`)],
    };
  },
};
