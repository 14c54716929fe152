import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useWorkloads } from '../../api/queries.ts';
import type { Namespace, Route, Workloads } from '../../api/types.ts';
import { type Column, List } from '../../parts/list.tsx';
import { Answered, Empty } from '../../parts/states.tsx';
import { en } from '../../texts/en.ts';
import { gibibytes, timeOfDay } from '../../texts/format.ts';
import { type Draft, workloadIn } from './draft.ts';

export interface StepProps {
  route: Route;
  draft: Draft;
  change(part: Partial<Draft>): void;
  /** The request in other words. */
  box: ReactNode;
}

export function WorkloadStep(props: StepProps & { routes: readonly Route[]; choose(route: string): void }) {
  const { routes, route, choose, draft, change, box } = props;
  const [q, search] = useState('');
  const workloads = useWorkloads(route.name, useDeferredValue(q));
  return (
    <SpaceBetween size="l">
      <FormField label={en.newClone.route} description={en.dashboard.way(route)}>
        <RadioGroup
          ariaLabel={en.newClone.route}
          value={route.name}
          onChange={({ detail }) => choose(detail.value)}
          items={routes.map(({ name }) => ({ value: name, label: name }))}
        />
      </FormField>
      <Answered
        query={workloads}
        right={`GET/routes/${route.name}/workloads`}
        loading={en.newClone.looking(route.source.cluster)}
      >
        {(found) => (
          <Namespaces
            {...{ route, found, draft, change }}
            filter={
              <Input
                type="search"
                value={q}
                placeholder={en.newClone.find}
                ariaLabel={en.newClone.find}
                clearAriaLabel={en.newClone.clear}
                onChange={({ detail }) => search(detail.value)}
              />
            }
          />
        )}
      </Answered>
      <OneWorkload {...{ draft, change }} namespaces={workloads.data?.namespaces ?? []} />
      {box}
    </SpaceBetween>
  );
}

interface OneWorkloadProps extends Pick<StepProps, 'draft' | 'change'> {
  namespaces: readonly Namespace[];
}

/** Of one namespace, one workload may be wanted, with what belongs to it. */
function OneWorkload({ draft, change, namespaces }: OneWorkloadProps) {
  const [only, ...others] = draft.namespaces;
  const workloads = namespaces.find(({ name }) => name === only)?.workloads ?? [];
  if (!only || others.length > 0 || workloads.length < 2) return null;
  const options = [
    { value: EVERYTHING, label: en.newClone.everything },
    ...workloads.map(({ kind, name }) => ({ value: `${kind}/${only}/${name}`, label: `${kind} ${name}` })),
  ];
  return (
    <FormField label={en.newClone.which(only)} description={en.newClone.oneWorkload}>
      <Select
        ariaLabel={en.newClone.which(only)}
        selectedOption={options.find(({ value }) => value === (workloadIn(draft) || EVERYTHING)) ?? null}
        options={options}
        onChange={({ detail }) =>
          change({ workload: detail.selectedOption.value === EVERYTHING ? '' : (detail.selectedOption.value ?? '') })
        }
      />
    </FormField>
  );
}

const EVERYTHING = 'all';

interface NamespacesProps extends Omit<StepProps, 'box'> {
  found: Workloads;
  filter: ReactNode;
}

/** What is chosen stays chosen while the filter hides it. */
function Namespaces({ route, found, draft, change, filter }: NamespacesProps) {
  const shown = found.namespaces;
  const hidden = draft.namespaces.filter((name) => !shown.some((each) => each.name === name));
  return (
    <SpaceBetween size="s">
      {found.partial ? <Alert type="info">{en.newClone.partial}</Alert> : null}
      <List
        label={en.newClone.namespaces}
        items={shown}
        keyOf={({ name }) => name}
        columns={COLUMNS}
        filter={filter}
        chosen={shown.filter(({ name }) => draft.namespaces.includes(name))}
        onChoose={(items) => change({ namespaces: [...hidden, ...items.map(({ name }) => name)] })}
        isFixed={({ allowed }) => !allowed}
        header={
          <Header variant="h2" counter={`(${found.total})`} description={en.newClone.asOf(timeOfDay(found.takenAt))}>
            {en.newClone.namespacesOf(route.source.cluster)}
          </Header>
        }
        empty={<Empty title={en.newClone.noNamespace} />}
        footer={found.next ? <div>{en.newClone.narrow(shown.length, found.total)}</div> : undefined}
      />
    </SpaceBetween>
  );
}

const COLUMNS: readonly Column<Namespace>[] = [
  { id: 'name', header: en.newClone.namespace, cell: ({ name }) => name },
  {
    id: 'workloads',
    header: en.newClone.workloads,
    cell: ({ workloads, allowed }) =>
      allowed ? workloads.map(({ name }) => name).join(' ') || '-' : en.newClone.beyond,
  },
  { id: 'objects', header: en.newClone.objects, cell: ({ objects }) => objects ?? '?' },
  {
    id: 'volumes',
    header: en.newClone.volumes,
    cell: ({ claims, gibibytes: size }) =>
      en.dashboard.sized(claims.filter(({ copied }) => copied).length, gibibytes(size)),
  },
];
