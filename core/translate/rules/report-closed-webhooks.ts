import { isRecord, listAt, mapAt, textAt } from '../../../kube/fields.ts';
import type { Rule } from '../rule.ts';
import { failsClosed } from '../services-behind.ts';
import { KEEP, warning } from '../verdicts.ts';

/** Which every namespace carries: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

export const reportClosedWebhooks: Rule = {
  name: 'report-closed-webhooks',
  description:
    'Webhooks that judge objects of other namespaces, and refuse them when nobody answers, are named: they can stop the whole target.',
  appliesTo: [
    'admissionregistration.k8s.io/MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  ],
  apply(object) {
    const findings = listAt(object, 'webhooks').flatMap((webhook, at) =>
      failsClosed(webhook) && !staysInside(webhook)
        ? [
            warning(
              `/webhooks/${at}`,
              `Webhook ${textAt(webhook, 'name')} judges objects of every namespace that its selector matches, those of others as well, and refuses them when nobody answers (failurePolicy Fail).`,
            ),
          ]
        : [],
    );
    return findings.length > 0 ? { do: 'keep', findings } : KEEP;
  },
};

/** It names the namespaces that it judges. */
function staysInside(webhook: unknown): boolean {
  const selector = mapAt(webhook, 'namespaceSelector');
  const named = NAME_LABEL in mapAt(selector, 'matchLabels');
  return (
    named ||
    listAt(selector, 'matchExpressions').some(
      (term) => isRecord(term) && term.key === NAME_LABEL && term.operator === 'In',
    )
  );
}
