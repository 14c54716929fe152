import { statusOf } from './failures.ts';

/**
 * Exit code from the Status of the error channel: 0 on Success, the cause `ExitCode` on NonZeroExitCode
 * (k8s.io/apimachinery/pkg/util/remotecommand: NonZeroExitCodeReason, ExitCodeCauseType). undefined when the command
 * did not run at all.
 */
export function exitCodeOf(body: unknown): number | undefined {
  const status = statusOf(body) as ReturnType<typeof statusOf> & { status?: string };
  if (status.status === 'Success') return 0;
  const cause = status.details?.causes?.find(({ reason }) => reason === 'ExitCode');
  const code = Number(cause?.message ?? Number.NaN);
  return status.reason === 'NonZeroExitCode' && Number.isInteger(code) ? code : undefined;
}
