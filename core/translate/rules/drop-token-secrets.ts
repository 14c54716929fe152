import { annotationOf } from '../../../kube/fields.ts';
import { removeEntries } from '../edit.ts';
import type { Rule } from '../rule.ts';
import { changed, drop, info, KEEP } from '../verdicts.ts';

/** Filled in by the token controller of the target (https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets). */
const FILLED_IN = ['token', 'ca.crt', 'namespace'];
const ACCOUNT = 'kubernetes.io/service-account.name';
const ACCOUNT_UID = 'kubernetes.io/service-account.uid';

export const dropTokenSecrets: Rule = {
  name: 'drop-token-secrets',
  description:
    'Service account tokens are worthless elsewhere: generated ones are not copied, requested ones are issued again by the target.',
  appliesTo: ['/Secret'],
  apply(object) {
    if (object.type === 'kubernetes.io/dockercfg' && annotationOf(object, ACCOUNT)) {
      return drop('it holds a registry token that the source generated');
    }
    if (object.type !== 'kubernetes.io/service-account-token') return KEEP;
    const account = annotationOf(object, ACCOUNT) ?? '';
    if (new RegExp(`^${RegExp.escape(account)}-token-[a-z0-9]{5}$`).test(object.metadata.name)) {
      return drop(`it is a generated token of service account ${account}`);
    }
    const withoutUid = removeEntries(object, ['metadata', 'annotations'], (name) => name === ACCOUNT_UID);
    const emptied = removeEntries(withoutUid, ['data'], (name) => FILLED_IN.includes(name));
    return changed(object, emptied, [
      info(
        '/data',
        `The target issues a new token for service account ${account}; hand it to whoever uses the old one.`,
      ),
    ]);
  },
};
