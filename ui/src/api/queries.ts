import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call, Refused } from './call.ts';
import { rightsOn } from './rights.ts';
import type {
  Checks,
  Costs,
  ListedRun,
  ListedSchedule,
  Members,
  Plan,
  Report,
  RollBackPreview,
  Route,
  Run,
  ShownSchedule,
  Summary,
  Workloads,
} from './types.ts';

const MINUTE = 60_000;

export interface Session {
  people: string[];
  routes: string[];
  local: boolean;
}

/** What the server of the page knows: who may be chosen, and which routes were named to it. */
export const useSession = () =>
  useQuery({
    queryKey: ['session'],
    queryFn: () => call<Session>('GET', '/session'),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** How the ends of a route are linked; looked at again by itself until both are. */
export const useMembers = (route: string) =>
  useQuery({
    queryKey: ['members', route],
    queryFn: async () => (await call<Members>('GET', `/routes/${route}/members`)).members,
    staleTime: MINUTE,
    refetchInterval: ({ state }) => (state.data?.every((member) => member.state === 'linked') ? false : 10_000),
  });

export interface Me {
  arn: string;
  account: string;
  person: string;
}

export const useMe = () =>
  useQuery({ queryKey: ['me'], queryFn: () => call<Me>('GET', '/me'), staleTime: 10 * MINUTE });

/** All routes; for whoever may not list them, those that were named to the command. */
export function useRoutes() {
  const session = useSession();
  return useQuery({
    queryKey: ['routes'],
    enabled: session.isSuccess,
    staleTime: 5 * MINUTE,
    queryFn: async () => {
      try {
        return (await call<{ routes: Route[] }>('GET', '/routes')).routes;
      } catch (error) {
        const named = session.data?.routes ?? [];
        if (!(error instanceof Refused) || error.status !== 403 || named.length === 0) throw error;
        return Promise.all(named.map((name) => call<Route>('GET', `/routes/${name}`)));
      }
    },
  });
}

export const useRights = (route: string | undefined) =>
  useQuery({
    queryKey: ['rights', route],
    queryFn: () => rightsOn(route ?? ''),
    enabled: route !== undefined,
    staleTime: 10 * MINUTE,
  });

export const useWorkloads = (route: string | undefined, q: string) =>
  useQuery({
    queryKey: ['workloads', route, q],
    queryFn: () => call<Workloads>('GET', `/routes/${route}/workloads?${new URLSearchParams({ limit: '50', q })}`),
    enabled: route !== undefined,
    staleTime: 5 * MINUTE,
    placeholderData: keepPreviousData,
  });

export const useRuns = (route: string, limit = 20) =>
  useQuery({
    queryKey: ['runs', route, limit],
    queryFn: async () => (await call<{ clones: ListedRun[] }>('GET', `/routes/${route}/clones?limit=${limit}`)).clones,
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => status === 'RUNNING') ? 5_000 : 30_000),
  });

/** Often while it is new, and then as the command does. */
const FIRST_MS = 10_000;

export function useRun(route: string, id: string) {
  return useQuery({
    queryKey: ['run', route, id],
    queryFn: () => call<Run>('GET', `/routes/${route}/clones/${id}`),
    refetchInterval: ({ state }) => {
      const run = state.data;
      if (run && !isGoing(run)) return false;
      if (document.hidden) return 10_000;
      return state.dataUpdateCount * 1_000 < FIRST_MS ? 1_000 : 3_000;
    },
    refetchIntervalInBackground: true,
  });
}

const isGoing = ({ status, rollBack, cleanUp }: Run) =>
  [status, rollBack?.status, cleanUp?.status].some((each) => each === 'RUNNING' || each === 'PENDING_REDRIVE');

export const usePlan = (route: string, id: string | undefined) =>
  useQuery({
    queryKey: ['plan', route, id],
    queryFn: () => call<Plan>('GET', `/routes/${route}/plans/${id}`),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data?.plan || state.data?.failure ? false : 500),
  });

export const useReport = (route: string, id: string) =>
  useQuery({
    queryKey: ['report', route, id],
    queryFn: () => call<Report>('GET', `/routes/${route}/clones/${id}/report`),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const useChecks = (route: string, enabled: boolean) =>
  useQuery({
    queryKey: ['checks', route],
    queryFn: () => call<Checks>('POST', `/routes/${route}/checks`),
    enabled,
    staleTime: MINUTE,
    refetchInterval: ({ state }) => ((state.data?.broken ?? 0) > 0 ? 10_000 : false),
  });

export const useSchedules = (route: string) =>
  useQuery({
    queryKey: ['schedules', route],
    queryFn: async () => (await call<{ schedules: ListedSchedule[] }>('GET', `/routes/${route}/schedules`)).schedules,
    staleTime: MINUTE,
  });

export const useSummary = (route: string) =>
  useQuery({
    queryKey: ['summary', route],
    queryFn: () => call<Summary>('GET', `/routes/${route}/summary`),
    refetchInterval: ({ state }) => ((state.data?.running ?? 0) > 0 ? 10_000 : 30_000),
  });

export const useCosts = (route: string) =>
  useQuery({
    queryKey: ['costs', route],
    queryFn: () => call<Costs>('GET', `/routes/${route}/costs?months=6`),
    staleTime: MINUTE,
  });

/** What a roll-back would remove; asked again each time that the question is put. */
export const useRollBackPreview = (route: string, id: string) =>
  useQuery({
    queryKey: ['roll-back', route, id],
    queryFn: () => call<RollBackPreview>('GET', `/routes/${route}/clones/${id}/roll-back`),
    gcTime: 0,
  });

export const useSchedule = (route: string, name: string) =>
  useQuery({
    queryKey: ['schedule', route, name],
    queryFn: () => call<ShownSchedule>('GET', `/routes/${route}/schedules/${name}`),
  });
