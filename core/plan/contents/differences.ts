import { type ObjectRef, refText } from '../../../kube/kube-object.ts';
import { kindKey } from '../../translate/pod-templates.ts';
import { POLICY_ENGINES } from '../../translate/tables/policy-engines.ts';
import type { Content, Contents } from './contents.ts';

export type Change = 'changed' | 'added' | 'gone';

/** One object that is not as a plan had it. `ref` is the source object. */
export interface Difference {
  ref: ObjectRef;
  change: Change;
}

/** How a single object stands to a plan; undefined when it is as planned. */
export function changeOf(planned: Contents, { ref, digest }: Content): Change | undefined {
  const before = planned.get(refText(ref));
  if (!before) return 'added';
  return before.digest === digest ? undefined : 'changed';
}

/** All objects that are not the same in both, in the order of `after`, and last what is gone. */
export function differencesOf(before: Contents, after: Contents): Difference[] {
  const found = [...after.values()].flatMap((content): Difference[] => {
    const change = changeOf(before, content);
    return change ? [{ ref: content.ref, change }] : [];
  });
  return [...found, ...goneFrom(before, new Set(after.keys()))];
}

/** What a plan has, and `there` has not. */
export const goneFrom = (planned: Contents, there: ReadonlySet<string>): Difference[] =>
  [...planned].filter(([name]) => !there.has(name)).map(([, { ref }]) => ({ ref, change: 'gone' }));

const SAID: Record<Change, string> = {
  changed: 'has other contents.',
  added: 'is new.',
  gone: 'is not copied any more.',
};

/** `v1 ConfigMap shop/web has other contents.` */
export const sayDifference = ({ ref, change }: Difference) => `${refText(ref)} ${SAID[change]}`;

/** What others of the clone cannot do without, or what holds data: left out, it would break more than itself. */
const NEVER_LEFT_OUT = ['Namespace', 'CustomResourceDefinition', 'PersistentVolumeClaim', 'PersistentVolume'];

/** What holds the rest of the clone back, `group/Kind`: without it the clone may do more than was approved. */
const HOLDS_BACK: readonly string[] = [
  'networking.k8s.io/NetworkPolicy',
  ...Object.keys(POLICY_ENGINES),
  '/ResourceQuota',
  '/LimitRange',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/PeerAuthentication',
  'security.istio.io/RequestAuthentication',
];

/**
 * True when a route that leaves out what has changed may do so with this one. What is gone is left out by itself, and what
 * is new was not approved; but nobody approved the rest without what holds it back.
 */
export function mayBeLeftOut({ ref, change }: Difference): boolean {
  if (change !== 'added' && HOLDS_BACK.includes(kindKey(ref))) return false;
  return change === 'gone' || !NEVER_LEFT_OUT.includes(ref.kind);
}
