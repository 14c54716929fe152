import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { usePlan } from '../../api/queries.ts';
import type { Plan, Request } from '../../api/types.ts';

export interface Planned {
  plan: Plan | undefined;
  error: Error | null;
  isGoing: boolean;
  again(): void;
}

/** Plans a request once it is wanted, and follows the plan until it is made; the same request is planned once. */
export function usePlanned(route: string, request: Request, wanted: boolean): Planned {
  const begun = useQuery({
    queryKey: ['begin-plan', route, JSON.stringify(request)],
    queryFn: () =>
      call<{ id: string }>('POST', `/routes/${route}/plans`, {
        body: request,
        headers: { 'idempotency-key': crypto.randomUUID() },
      }),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const plan = usePlan(route, wanted ? begun.data?.id : undefined);
  const isOver = plan.data?.plan !== undefined || plan.data?.failure !== undefined;
  const error = begun.error ?? plan.error;
  return {
    plan: plan.data,
    error,
    isGoing: wanted && !isOver && error === null,
    again: () => void begun.refetch(),
  };
}
