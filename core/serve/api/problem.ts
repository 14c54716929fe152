import type { Problem } from '../../base/errors.ts';

/** What the API answers, ready for the wire. */
export interface ApiAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** Why a request is refused, by the last part of its problem type; each with its HTTP status and title. */
export const PROBLEMS = {
  'invalid-request': [400, 'The request has mistakes'],
  'access-denied': [403, 'AWS refused kubeferry a right'],
  'not-found': [404, 'There is no such thing on this route'],
  'not-in-this-state': [409, 'The run is not in a state for this'],
  'name-taken': [409, 'The name is taken'],
  'made-elsewhere': [409, 'It is not managed through this API'],
  'another-plan': [409, 'The plan is not the one that was looked at'],
  'key-used-otherwise': [422, 'The Idempotency-Key belongs to another request'],
  throttled: [429, 'Too many requests'],
  failed: [500, 'kubeferry failed'],
  unavailable: [503, 'AWS failed on its side'],
} as const satisfies Record<string, readonly [status: number, title: string]>;
export type ProblemName = keyof typeof PROBLEMS;

/** Ends an operation with a problem document. `message` says why, on which thing, and the way out. */
export class Refusal extends Error {
  readonly problem: ProblemName;
  readonly problems: readonly Problem[];
  constructor(problem: ProblemName, message: string, problems: readonly Problem[] = []) {
    super(message);
    this.problem = problem;
    this.problems = problems;
  }
}

/** A problem document (RFC 9457) with every mistake listed. */
export function problemAnswer({ problem, message, problems }: Refusal): ApiAnswer {
  const [status, title] = PROBLEMS[problem];
  const document = { type: `urn:kubeferry:problem:${problem}`, title, status, detail: message, problems };
  return { status, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(document) };
}

/** 204: done, and nothing to say. */
export const emptyAnswer = (): ApiAnswer => ({ status: 204, headers: {}, body: '' });

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): ApiAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
