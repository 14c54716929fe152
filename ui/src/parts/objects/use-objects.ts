import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import type { Dimension, ObjectList } from '../../api/types.ts';

export type Filter = Partial<Record<Dimension | 'q', string>>;

const PAGE = 50;

/** Objects of a plan or a run page by page; the hub filters, since there may be tens of thousands. */
export function useObjects(folder: 'plans' | 'clones', route: string, id: string, filter: Filter) {
  const query = useInfiniteQuery({
    queryKey: ['objects', folder, route, id, filter],
    queryFn: ({ pageParam }) => {
      const parameters = new URLSearchParams({
        ...filter,
        limit: String(PAGE),
        ...(pageParam ? { next: pageParam } : {}),
      });
      return call<ObjectList>('GET', `/routes/${route}/${folder}/${id}/objects?${parameters}`);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages ?? [];
  return { query, objects: pages.flatMap(({ objects }) => objects), facets: pages[0]?.facets };
}
