import { type ObjectRef, refText } from '../../../kube/kube-object.ts';
import type { KubeferryError } from '../../base/errors.ts';

/** The rule of findings that are the target's own words. */
export const DRY_RUN_RULE = 'dry-run';

/** An API server calls no webhook for a dry run that has side effects, and refuses the whole (apiserver/admission/plugin/webhook). */
const SIDE_EFFECTS = /does not support dry run|dry run is not supported/i;

/**
 * What RBAC says of a right of our own (apiserver, responsewriters.Forbidden): no verdict on the object, and with an access entry
 * that one of two API servers does not know yet, one of a moment.
 */
const OWN_RIGHT = /\bcannot \w+ resource\b/;
export const isOwnRight = ({ message }: KubeferryError) => OWN_RIGHT.test(message);

/** `serviceaccount "web" not found`: what the clone brings before it. */
const MISSING = /"([^"]+)" not found/g;

/** Whether a refusal says nothing about what will happen when the objects are applied in their order. */
export function isNoVerdict({ name, message }: KubeferryError, planned: ReadonlySet<string>): boolean {
  if (name === 'NotFound' || SIDE_EFFECTS.test(message)) return true;
  return [...message.matchAll(MISSING)].some(([, missing = '']) => planned.has(missing));
}

/** `conflict with "argocd" using apps/v1: .spec.replicas`, or one for several fields. */
const CONFLICT = /conflicts? with "([^"]+)"/g;

/** Managers whose fields an apply would change, as the server names them. */
export const otherManagers = (message: string): string[] =>
  /apply failed with \d+ conflict/i.test(message)
    ? [...new Set([...message.matchAll(CONFLICT)].map(([, manager = '']) => manager))]
    : [];

const saidBy = (message: string) => message.replace(/^Could not (?:apply|create) [^:]*: /, '').replace(/\.?$/, '');

export const sayRefused = (ref: ObjectRef, { name, message }: KubeferryError) =>
  name === 'Unavailable'
    ? `The target could not be asked about ${refText(ref)}: ${saidBy(message)}. If that lasts, the run fails on it: look at the webhook or API that does not answer.`
    : `The target would refuse ${refText(ref)}: ${saidBy(message)}. Change it at the source or by a mapping, keep it out of the selection, or have what refuses it in the target let it through.`;

export const sayTakenOver = (ref: ObjectRef, message: string) =>
  `${refText(ref)} has fields in the target that ${otherManagers(message).join(' and ')} set, and the run takes them over: ${saidBy(message)}. Who set them may set them again.`;

export const sayUnasked = (namespace: string, objects: number) =>
  `Namespace ${namespace} does not exist yet, so the target was not asked about the ${objects === 1 ? 'object' : `${objects} objects`} in it: what it refuses comes to light when they are applied.`;

export const sayUnsent = (groupVersion: string, objects: number) =>
  `The target serves ${groupVersion} by a service of its own, which may keep what a dry run sends: it was not asked about ${objects === 1 ? 'the object' : `the ${objects} objects`} of it.`;
