/**
 * Every error name that a state machine may match, in one table.
 *
 * `transient` is the only thing that a retry looks at: true means that the same call may succeed later.
 * The names reach Step Functions as `errorType`, since a Lambda reports `error.name`
 * (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html).
 */
export const ERRORS = {
  InvalidRequest: { transient: false, meaning: 'the request has mistakes; nothing was touched' },
  RouteUnknown: { transient: false, meaning: 'no such route is deployed' },
  PlanBlocked: { transient: false, meaning: 'the plan has blockers; nothing was changed' },
  ApprovalRefused: { transient: false, meaning: 'somebody refused the plan; nothing was changed' },
  ApprovalExpired: { transient: false, meaning: 'nobody approved the plan in time; nothing was changed' },
  LockHeld: { transient: false, meaning: 'another run holds the target namespaces' },
  WrongAccount: { transient: false, meaning: 'the credentials belong to another account than the route names' },
  AccessDenied: { transient: false, meaning: 'AWS or Kubernetes refused the call for lack of rights' },
  WrongPassword: { transient: false, meaning: 'the password of a repository does not open it' },
  ClusterUnreachable: { transient: false, meaning: 'the cluster API did not answer' },
  ClusterRejectedToken: { transient: false, meaning: 'the cluster API did not accept the identity' },
  NotFound: { transient: false, meaning: 'a thing that the step needs does not exist' },
  HookFailed: { transient: false, meaning: 'a quiesce command failed inside a pod' },
  MoverFailed: { transient: false, meaning: 'a Job that copies files in the source did not succeed' },
  SnapshotFailed: { transient: false, meaning: 'a snapshot ended in state error' },
  VolumeFailed: { transient: false, meaning: 'a volume ended in state error' },
  DataCorrupt: { transient: false, meaning: 'bytes did not match their checksum' },
  ClusterFailed: { transient: false, meaning: 'the target cluster, or a part of it, could not be made' },
  ApplyFailed: { transient: false, meaning: 'the target cluster refused objects' },
  MaskingFailed: {
    transient: false,
    meaning: 'a masking job did not succeed, so that nothing of the clone was started',
  },
  KeptForALook: {
    transient: false,
    meaning: 'the route keeps a clone whose masking failed, so that nothing was undone',
  },
  VerificationFailed: { transient: false, meaning: 'the clone is not what was planned' },
  DowntimeTooLong: {
    transient: false,
    meaning: 'the cut-over would take longer than was allowed; the source was not touched',
  },
  DeadlinePassed: { transient: false, meaning: 'a wait ended without success' },
  RunIsOver: { transient: false, meaning: 'the run is being rolled back, so nothing more is made for it' },
  RollBackIncomplete: { transient: false, meaning: 'something made by the run could not be removed' },
  NotYet: { transient: true, meaning: 'not an error: the machine asks again later' },
  Throttled: { transient: true, meaning: 'AWS or Kubernetes asked to slow down' },
  QuotaReached: { transient: true, meaning: 'a quota on concurrent work is used up for now' },
  Unavailable: { transient: true, meaning: 'a service failed on its side' },
} as const;

export type ErrorName = keyof typeof ERRORS;

/** One problem of a list of problems: where, and a sentence that ends with the way out. */
export interface Problem {
  /** A path into the request, an object reference, or an AWS id. */
  at: string;
  message: string;
}

/**
 * The one error class of kubeferry. `message` says what failed, on which thing, why, and the way out.
 * `problems` lists all mistakes when there are several.
 */
export class KubeferryError extends Error {
  override readonly name: ErrorName;
  readonly problems: readonly Problem[];

  constructor(name: ErrorName, message: string, options: { cause?: unknown; problems?: readonly Problem[] } = {}) {
    super(message, { cause: options.cause });
    this.name = name;
    this.problems = options.problems ?? [];
  }
}

/** True when the same call may succeed later; anything unknown is permanent. */
export function isTransient(error: unknown): boolean {
  return error instanceof KubeferryError && ERRORS[error.name].transient;
}
