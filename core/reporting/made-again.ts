import type { PlannedObject } from '../plan/planned-object.ts';

/** Rules that leave out what the target makes for itself, or has: nobody misses it. */
export const MADE_AGAIN: readonly string[] = [
  'drop-bootstrap-objects',
  'drop-endpoints-of-selectors',
  'drop-generated-content',
  'drop-owned-objects',
  'drop-shared-controllers',
  'drop-system-namespaces',
  'drop-token-secrets',
  'drop-what-each-cluster-makes',
  'leave-to-operators',
  'leave-what-the-target-has',
];

type Left = Pick<PlannedObject, 'ref' | 'outcome' | 'rule'>;

/** Pods, endpoints, replica sets and the like; records of earlier versions do not say which rule it was. */
export const isMadeAgain = ({ ref, outcome, rule = '' }: Left): boolean =>
  outcome === 'drop' && (MADE_AGAIN.includes(rule) || (rule === 'drop-finished-work' && ref.kind === 'Pod'));

/** What stays at the source and could be missed. */
export const isLeftBehind = (object: Left): boolean => object.outcome !== 'apply' && !isMadeAgain(object);
