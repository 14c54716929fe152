import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useDeferredValue, useState } from 'react';
import { Refused } from '../../api/call.ts';
import { en } from '../../texts/en.ts';
import { Empty, Failed, Loading } from '../states.tsx';
import { Filters } from './filters.tsx';
import { ObjectRow } from './object-row.tsx';
import { type Filter, useObjects } from './use-objects.ts';

interface ObjectsProps {
  folder: 'plans' | 'clones';
  route: string;
  id: string;
}

/** What becomes of each object, with every field that changes, and the rule that changes it. */
export function Objects({ folder, route, id }: ObjectsProps) {
  const [filter, setFilter] = useState<Filter>({});
  const { query, objects, facets } = useObjects(folder, route, id, useDeferredValue(filter));
  return (
    <SpaceBetween size="s">
      <Header variant="h2" counter={facets ? `(${facets.objects})` : ''}>
        {en.objects.title}
      </Header>
      {facets ? <Filters {...{ facets, filter, setFilter }} /> : null}
      {query.error ? (
        <Failed error={explained(query.error)} again={() => void query.refetch()} right={`GET/routes/${route}/*`} />
      ) : query.isPending ? (
        <Loading />
      ) : objects.length === 0 ? (
        <Empty title={en.objects.none} />
      ) : (
        <section aria-label={en.objects.title}>
          {objects.map((object) => (
            <ObjectRow
              key={`${object.ref.apiVersion} ${object.ref.kind} ${object.ref.namespace}/${object.ref.name}`}
              object={object}
            />
          ))}
        </section>
      )}
      {query.hasNextPage ? (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {en.objects.more}
        </Button>
      ) : null}
    </SpaceBetween>
  );
}

/** API Gateway's own 404: the hub is older than the page. */
const explained = (error: Error): Error =>
  error instanceof Refused && error.status === 404 && error.type === '' ? new Error(en.objects.olderHub) : error;
