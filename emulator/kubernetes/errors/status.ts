/** The server's errors, as metav1.Status words them (k8s.io/apimachinery/pkg/api/errors). */
export interface StatusCause {
  reason: string;
  message: string;
  field: string;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: { continue?: string };
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code: number;
}

/** An answer that is not the wanted object; the router writes `status` with its code. */
export class ApiError extends Error {
  readonly status: Status;
  constructor(code: number, reason: string, message: string, details?: StatusDetails, continueToken?: string) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: continueToken ? { continue: continueToken } : {},
      status: 'Failure',
      message,
      reason,
      ...(details ? { details } : {}),
      code,
    };
  }
}

/** `deployments.apps`, or `services` in the core group. */
export function qualified(name: string, group: string): string {
  return group ? `${name}.${group}` : name;
}

interface Named {
  group: string;
  resource: string;
  kind: string;
}

function detailsOf(type: Named, name: string): StatusDetails {
  return { ...(name ? { name } : {}), ...(type.group ? { group: type.group } : {}), kind: type.resource };
}

export function notFound(type: Named, name: string): ApiError {
  const message = `${qualified(type.resource, type.group)} "${name}" not found`;
  return new ApiError(404, 'NotFound', message, detailsOf(type, name));
}

export function alreadyExists(type: Named, name: string): ApiError {
  const message = `${qualified(type.resource, type.group)} "${name}" already exists`;
  return new ApiError(409, 'AlreadyExists', message, detailsOf(type, name));
}

export function conflict(type: Named, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualified(type.resource, type.group)} "${name}": ${why}`;
  return new ApiError(409, 'Conflict', message, detailsOf(type, name));
}

export function forbidden(type: Named, name: string, why: string, causes?: StatusCause[]): ApiError {
  const message = `${qualified(type.resource, type.group)}${name ? ` "${name}"` : ''} is forbidden: ${why}`;
  return new ApiError(403, 'Forbidden', message, { ...detailsOf(type, name), ...(causes ? { causes } : {}) });
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

export function methodNotAllowed(action = 'the server does not allow this method on the requested resource'): ApiError {
  return new ApiError(405, 'MethodNotAllowed', action, {});
}

export function unsupportedMediaType(message: string): ApiError {
  return new ApiError(415, 'UnsupportedMediaType', message, {});
}

export function expired(message: string, continueToken?: string): ApiError {
  return new ApiError(410, 'Expired', message, undefined, continueToken);
}

/** What a path that nobody serves answers. */
export function noSuchPath(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}
