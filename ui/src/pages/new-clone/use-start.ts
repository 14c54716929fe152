import { useMutation } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import type { Request } from '../../api/types.ts';
import { go, runPath } from '../../shell/path.ts';
import type { Planned } from './use-planned.ts';

/** Starts the clone with the hash of the plan that was looked at: another plan is refused. */
export function useStart(route: string, request: Request, { plan, again }: Planned) {
  const hash = plan?.plan?.hash;
  const start = useMutation({
    mutationFn: () =>
      call<{ id: string }>('POST', `/routes/${route}/clones`, {
        body: { ...request, planHash: hash },
        // A second click on the same plan is the same run.
        headers: { 'idempotency-key': `page-${plan?.id}` },
      }),
    onSuccess: ({ id }) => go(runPath(route, id)),
  });
  return {
    begin: () => start.mutate(),
    isGoing: start.isPending,
    error: start.error,
    again: () => {
      start.reset();
      again();
    },
  };
}
