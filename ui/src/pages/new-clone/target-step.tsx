import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Toggle from '@cloudscape-design/components/toggle';
import { useWorkloads } from '../../api/queries.ts';
import { en } from '../../texts/en.ts';
import type { Draft } from './draft.ts';
import { Masked } from './masked.tsx';
import { Migrate } from './migrate.tsx';
import { Proof, Purpose } from './purpose.tsx';
import type { StepProps } from './workload-step.tsx';

export function TargetStep({ route, draft, change, box }: StepProps) {
  return (
    <SpaceBetween size="l">
      <Purpose draft={draft} change={change} />
      <Cluster {...{ route, draft, change }} />
      <Masked route={route} />
      <SpaceBetween size="s">
        {draft.namespaces.toSorted().map((name) => (
          <FormField key={name} label={en.target.into(name)}>
            <Input
              value={draft.into[name] ?? ''}
              placeholder={name}
              onChange={({ detail }) => change({ into: { ...draft.into, [name]: detail.value } })}
            />
          </FormField>
        ))}
      </SpaceBetween>
      <FormField label={en.target.conflict}>
        <RadioGroup
          ariaLabel={en.target.conflict}
          value={draft.onConflict}
          onChange={({ detail }) => change({ onConflict: detail.value as Draft['onConflict'] })}
          items={CONFLICTS}
        />
      </FormField>
      {route.mayQuiesce ? <Migrate {...{ route, draft, change }} /> : null}
      <FormField label={en.target.ttl} description={en.target.ttlHint}>
        <Input value={draft.ttl} placeholder="3d" onChange={({ detail }) => change({ ttl: detail.value.trim() })} />
      </FormField>
      <Proof draft={draft} change={change} />
      <SpaceBetween size="xs">
        {route.mayQuiesce && draft.migrate === 'no' ? (
          <Checkbox checked={draft.quiesce} onChange={({ detail }) => change({ quiesce: detail.checked })}>
            {en.target.quiesce}
          </Checkbox>
        ) : null}
        <Checkbox checked={draft.isolate} onChange={({ detail }) => change({ isolate: detail.checked })}>
          {en.target.isolate}
        </Checkbox>
        <Checkbox checked={draft.scaledDown} onChange={({ detail }) => change({ scaledDown: detail.checked })}>
          {en.target.scaledDown}
        </Checkbox>
      </SpaceBetween>
      {box}
    </SpaceBetween>
  );
}

const CONFLICTS = (['fail', 'skip', 'update', 'refresh'] as const).map((value) => ({
  value,
  label: en.target.conflicts[value],
}));

/** Whether the cluster is there, and where it is not, whether the route may make it. */
function Cluster({ route, draft, change }: Omit<StepProps, 'box'>) {
  const { data } = useWorkloads(route.name, '');
  const { cluster } = route.target;
  const state = data?.target.state ?? 'unknown';
  return (
    <SpaceBetween size="xs">
      <Header variant="h2">{cluster}</Header>
      <StatusIndicator type={state === 'there' ? 'success' : state === 'missing' ? 'warning' : 'info'}>
        {en.target.states[state](cluster, data?.target.version)}
      </StatusIndicator>
      {route.createsCluster && state !== 'there' ? (
        <Toggle
          checked={draft.createCluster}
          onChange={({ detail }) => change({ createCluster: detail.checked })}
          description={en.target.makeHint(route.source.cluster)}
        >
          {en.target.make}
        </Toggle>
      ) : null}
    </SpaceBetween>
  );
}
