import { path, pointer } from '../../../kube/fields.ts';
import { edit, valuesAt } from '../edit.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { servicesBehind } from '../services-behind.ts';
import { changed, drop, warning } from '../verdicts.ts';

/** The only values that admissionregistration.k8s.io/v1 accepts. */
const ALLOWED = ['None', 'NoneOnDryRun'];

export const prepareWebhooks: Rule = {
  name: 'prepare-webhooks',
  description:
    'Webhooks of the beta API get side effects that v1 accepts, and those that call out of the cluster are named. What refuses everything while its pods wait (start: scaled-down) is not copied.',
  appliesTo: [
    'admissionregistration.k8s.io/MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  ],
  apply(object, { index, start }) {
    const waiting =
      start === 'scaled-down' &&
      servicesBehind(object).find(({ namespace, name }) => index.services?.includes(`${namespace}/${name}`));
    if (waiting)
      return drop(
        `Service ${waiting.name} waits, scaled down, until somebody starts it, and the webhook would refuse whatever it matches: apply it then`,
      );
    const allowed = edit(object, path('webhooks.*.sideEffects'), (value) =>
      ALLOWED.includes(String(value)) ? value : 'None',
    );
    const findings: RuleFinding[] = valuesAt(object, path('webhooks.*.clientConfig.url')).map(({ value, at }) =>
      warning(
        pointer(at),
        `The webhook calls ${hostOf(String(value))}, outside of the cluster; check that it may judge objects of the target.`,
      ),
    );
    return changed(object, allowed, findings);
  },
};

/** Without path and query, which may carry a token. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'a URL';
}
