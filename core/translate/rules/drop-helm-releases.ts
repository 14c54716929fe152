import type { KubeObject } from '../../../kube/kube-object.ts';
import { mappedNamespace } from '../names.ts';
import type { Rule } from '../rule.ts';
import { drop, KEEP, warning } from '../verdicts.ts';

/** Names of the records of Helm 3 and later, in whichever kind its storage driver keeps them. */
const RECORD = /^sh\.helm\.release\.v1\.(.+)\.v\d+$/;

export const dropHelmReleases: Rule = {
  name: 'drop-helm-releases',
  description:
    'The record of a Helm release has its namespace inside: where that gets another name, the record is not copied, for an uninstall by it would delete the original.',
  appliesTo: ['/Secret', '/ConfigMap'],
  apply(object, context) {
    const release = releaseOf(object);
    const { namespace = '' } = object.metadata;
    const target = mappedNamespace(namespace, context);
    if (release === undefined || target === namespace) return KEEP;
    const sentence =
      `The record of Helm release "${release}" names namespace ${namespace}, where its upgrade and uninstall would act; it is not copied. ` +
      `\`helm upgrade --install ${release} <chart> --namespace ${target}\` takes over what the clone has of the release.`;
    return drop(`it is the record of a Helm release in namespace ${namespace}`, [warning('', sentence)]);
  },
};

function releaseOf({ metadata }: KubeObject): string | undefined {
  return metadata.labels?.owner === 'helm' || metadata.labels === undefined
    ? RECORD.exec(metadata.name)?.[1]
    : undefined;
}
