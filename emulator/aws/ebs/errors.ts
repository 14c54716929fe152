import { AwsError } from '../../base/service.ts';

/** `Reason` is what clients go by (https://docs.aws.amazon.com/ebs/latest/APIReference/CommonErrors.html and the model). */
export const validation = (Reason: string, message: string) =>
  new AwsError('ValidationException', message, 400, { Reason });

export const notFound = (snapshotId: string) =>
  new AwsError('ResourceNotFoundException', `The snapshot '${snapshotId}' does not exist.`, 404, {
    Reason: 'SNAPSHOT_NOT_FOUND',
  });

export const denied = (Reason: 'UNAUTHORIZED_ACCOUNT' | 'DEPENDENCY_ACCESS_DENIED', message: string) =>
  new AwsError('AccessDeniedException', message, 403, { Reason });

export const tooFastForSnapshot = () =>
  new AwsError('RequestThrottledException', 'The request rate of the snapshot was exceeded.', 400, {
    Reason: 'RESOURCE_LEVEL_THROTTLE',
  });

export const tooFastForAccount = () =>
  new AwsError('RequestThrottledException', 'The request rate of the account was exceeded.', 400, {
    Reason: 'ACCOUNT_THROTTLED',
  });
