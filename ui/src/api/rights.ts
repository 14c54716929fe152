import { ask, type Method, Refused } from './call.ts';

/**
 * What one may do is asked of IAM itself, by calls that do nothing: of the same method and path, with a header that the
 * hub answers at once, and a body or a name that would do nothing either at a hub that does not know the header.
 */
const NOTHING = { '': 0 };
const PROBES = {
  workloads: ['GET', '/workloads', undefined],
  check: ['POST', '/checks', NOTHING],
  plan: ['POST', '/plans', NOTHING],
  clone: ['POST', '/clones', NOTHING],
  approve: ['POST', '/clones/-/approve', NOTHING],
  stop: ['POST', '/clones/-/stop', undefined],
  retry: ['POST', '/clones/-/retry', undefined],
  cleanUp: ['POST', '/clones/-/clean-up', undefined],
  rollBack: ['DELETE', '/clones/-', undefined],
  takeCapture: ['POST', '/captures', NOTHING],
  removeCapture: ['DELETE', '/captures/-', undefined],
  makeSchedule: ['POST', '/schedules', NOTHING],
  changeSchedule: ['PUT', '/schedules/-', NOTHING],
  deleteSchedule: ['DELETE', '/schedules/-', undefined],
} as const satisfies Record<string, readonly [Method, string, unknown]>;

export type Right = keyof typeof PROBES;
export const RIGHTS = Object.keys(PROBES) as Right[];
export type Rights = Record<Right, boolean>;

/** 403 is no, and what the hub says of a call that does nothing is yes. Throws where nobody could be asked. */
export async function rightsOn(route: string): Promise<Rights> {
  const asked = RIGHTS.map(async (right): Promise<[Right, boolean]> => {
    const [method, path, body] = PROBES[right];
    const headers = { 'kubeferry-may-i': '1' };
    const answer = await ask(method, `/routes/${route}${path}`, { body, headers });
    const { status } = answer;
    if (UNANSWERED.includes(status) || status >= FAILED) throw new Refused(status, answer.body, answer.requestId);
    return [right, status !== 403];
  });
  return Object.fromEntries(await Promise.all(asked)) as Rights;
}

/** Who asks is not known, has asked too often, or nobody has answered: that says nothing of rights. */
const UNANSWERED = [401, 429];
const FAILED = 500;

/** The line that a policy lacks: what follows `…/$default/` in the resource of execute-api:Invoke. */
export const lineOf = (right: Right, route: string): string => {
  const [method, path] = PROBES[right];
  return `${method}/routes/${route}${path.replace('/-', '/*')}`;
};
