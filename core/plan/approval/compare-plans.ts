import { refText } from '../../../kube/kube-object.ts';
import { takenBefore } from '../../base/run/origin.ts';
import type { Difference } from '../contents/differences.ts';
import { decidedBy, type Plan } from '../plan.ts';

type Decided = ReturnType<typeof decidedBy>;

/** Fields of a volume that a person decides on; the rest follows from them. */
const VOLUME_FIELDS = [
  'strategy',
  'sourceVolumeId',
  'snapshotId',
  'sizeGiB',
  'zone',
  'volumeType',
  'kmsKeyArn',
  'encryptionSet',
] as const;

/**
 * What another plan of the same request does otherwise, in sentences; none when both have one hash. Only what a plan
 * decides is compared: an object that is not copied may come and go. Objects whose contents are known to differ are not
 * spoken of again, nor what was found about them.
 */
export function comparePlans(before: Plan, after: Plan, known: readonly Difference[] = []): string[] {
  if (before.hash === after.hash) return [];
  const names = new Set(known.map(({ ref }) => refText(ref)));
  const [old, now] = [before, after].map((plan) => without(decidedBy(plan), names)) as [Decided, Decided];
  if (isSame(old, now)) return [];
  const found = [...ways(old, now), ...objects(old, now), ...volumes(old, now), ...findings(old, now)];
  return found.length > 0 ? found : ['Details of what is made changed.'];
}

/** Of records: the order of members is always the same. */
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The hash over all contents differs with any of them. */
const without = (decided: Decided, names: ReadonlySet<string>): Decided => ({
  ...decided,
  contents: names.size > 0 ? undefined : decided.contents,
  objects: decided.objects.filter(({ ref }) => !names.has(refText(ref))),
  findings: decided.findings.filter(({ object }) => !names.has(refText(object))),
});

function ways(before: Decided, after: Decided): string[] {
  const isOther = (field: 'request' | 'source' | 'target') => !isSame(before[field], after[field]);
  return [
    ...(isOther('source') || isOther('target') ? ['The route leads from or to another cluster.'] : []),
    ...(isOther('request') ? ['The request is another one.'] : []),
  ];
}

function objects(before: Decided, after: Decided): string[] {
  return changes(before.objects, after.objects, ({ ref }) => refText(ref), {
    added: (name) => `${name} is new.`,
    gone: (name) => `${name} is not copied any more.`,
    changed: (name) => `${name} is treated otherwise.`,
  });
}

function volumes(before: Decided, after: Decided): string[] {
  return changes(before.volumes.map(withSnapshot), after.volumes.map(withSnapshot), ({ claim }) => claim, {
    added: (claim) => `Volume ${claim} is new.`,
    gone: (claim) => `Volume ${claim} is not copied any more.`,
    changed: (claim, old, now) => {
      const said = VOLUME_FIELDS.filter((field) => old[field] !== now[field]).map(
        (field) => `${field} ${old[field]}, now ${now[field]}`,
      );
      return `Volume ${claim}: ${said.join('; ') || 'its estimate or its reason is another one'}.`;
    },
  });
}

/** Of one whose data is from a snapshot that others have made. */
const withSnapshot = (volume: Decided['volumes'][number]) => ({
  ...volume,
  snapshotId: takenBefore(volume.origin)?.snapshotId,
});

function findings(before: Decided, after: Decided): string[] {
  return changes(before.findings, after.findings, ({ object, sentence }) => `${refText(object)}: ${sentence}`, {
    added: (text) => `New: ${text}`,
    gone: (text) => `No more: ${text}`,
    changed: (text) => `Otherwise: ${text}`,
  });
}

interface Words<T> {
  added(name: string): string;
  gone(name: string): string;
  changed(name: string, old: T, now: T): string;
}

function changes<T>(before: readonly T[], after: readonly T[], nameOf: (item: T) => string, words: Words<T>): string[] {
  const old = new Map(before.map((item) => [nameOf(item), item]));
  const now = new Map(after.map((item) => [nameOf(item), item]));
  return [
    ...[...now.keys()].filter((name) => !old.has(name)).map(words.added),
    ...[...old.keys()].filter((name) => !now.has(name)).map(words.gone),
    ...[...now].flatMap(([name, item]) => {
      const earlier = old.get(name);
      return earlier && !isSame(earlier, item) ? [words.changed(name, earlier, item)] : [];
    }),
  ];
}
