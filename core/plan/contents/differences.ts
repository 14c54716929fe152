import { type ObjectRef, refText } from '../../../kube/kube-object.ts';
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

/** True when a route that leaves out what has changed may do so with this one; what is gone is left out by itself. */
export const mayBeLeftOut = ({ ref, change }: Difference) => change === 'gone' || !NEVER_LEFT_OUT.includes(ref.kind);
