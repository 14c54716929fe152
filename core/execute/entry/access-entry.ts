import type { AccessPolicy } from '../../base/ports/clusters.ts';

/** A run that is in a cluster. */
export interface Holder {
  since: string;
  /** It is gone then in any case. */
  until?: string;
  policies: AccessPolicy[];
}

/** What the runs that are in a cluster right now know of their access entry, in one record. */
export interface AccessEntry {
  /** As the first of them found it: its policies, or `absent`. Undefined until somebody has looked. */
  found?: AccessPolicy[] | 'absent';
  /** ARNs of the policies that runs have given it: no other is ever taken away. */
  given: string[];
  /** By run. */
  holders: Record<string, Holder>;
  /** The run that changes the entry in EKS, which has no conditional writes: one at a time. */
  turn?: { by: string; since: string };
}

export const NOBODY: AccessEntry = { given: [], holders: {} };

/** The same record when the run is in already, with the same rights. */
export function withHolder(entry: AccessEntry, cloneId: string, holder: Holder): AccessEntry {
  const next = { ...entry, holders: { ...entry.holders, [cloneId]: holder } };
  return hasSameHolders(entry, next) ? entry : next;
}

export function withoutHolder(entry: AccessEntry, cloneId: string): AccessEntry {
  const { [cloneId]: _, ...holders } = entry.holders;
  return { ...entry, holders };
}

/** Without those that are gone. */
export function withoutGone(entry: AccessEntry, now: Date): AccessEntry {
  const isThere = ([, { until }]: [string, Holder]) => !until || Date.parse(until) > now.getTime();
  return { ...entry, holders: Object.fromEntries(Object.entries(entry.holders).filter(isThere)) };
}

export const isEmpty = ({ holders }: AccessEntry) => Object.keys(holders).length === 0;

export const hasSameHolders = (one: AccessEntry, other: AccessEntry) =>
  JSON.stringify(one.holders) === JSON.stringify(other.holders);

/** What runs want of the entry, whoever else has put more into it: ARNs of policies. */
export const askedFor = ({ holders }: AccessEntry): string[] => [
  ...new Set(Object.values(holders).flatMap(({ policies }) => policies.map(({ policyArn }) => policyArn))),
];

/** Of the policies that runs have given: how each is to be now, its scope exactly what runs may, and what was there before. */
export function wantedPolicies(entry: AccessEntry): AccessPolicy[] {
  const found = entry.found === 'absent' || entry.found === undefined ? [] : entry.found;
  const all = [...found, ...Object.values(entry.holders).flatMap(({ policies }) => policies)];
  return entry.given.flatMap((policyArn) => {
    const same = all.filter((each) => each.policyArn === policyArn);
    return same.length === 0 ? [] : [union(policyArn, same)];
  });
}

function union(policyArn: string, policies: AccessPolicy[]): AccessPolicy {
  if (policies.some(({ namespaces }) => !namespaces)) return { policyArn };
  return { policyArn, namespaces: [...new Set(policies.flatMap(({ namespaces = [] }) => namespaces))].toSorted() };
}

export const isSamePolicy = (one: AccessPolicy, other: AccessPolicy | undefined) =>
  other !== undefined &&
  one.policyArn === other.policyArn &&
  JSON.stringify(one.namespaces?.toSorted()) === JSON.stringify(other.namespaces?.toSorted());
