import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Route } from '../../api/types.ts';
import { en } from '../../texts/en.ts';
import { dateAndTime } from '../../texts/format.ts';
import type { Draft } from './draft.ts';

interface MigrateProps {
  route: Pick<Route, 'handOver'>;
  draft: Draft;
  change(part: Partial<Draft>): void;
}

/** Whether the workload moves and leaves its source, when that is cut over, and how long it may be down. */
export function Migrate({ route, draft, change }: MigrateProps) {
  return (
    <SpaceBetween size="s">
      <FormField label={en.target.migrate} description={en.target.migrateHint}>
        <RadioGroup
          ariaLabel={en.target.migrate}
          value={draft.migrate}
          onChange={({ detail }) => change({ migrate: detail.value as Draft['migrate'] })}
          items={WAYS.filter(({ value }) => value !== 'hand-over' || route.handOver)}
        />
      </FormField>
      {draft.migrate === 'at' ? (
        <FormField label={en.target.cutOverAt} description={read(draft.cutOverAt)}>
          <Input
            value={draft.cutOverAt}
            placeholder="2026-12-01T22:00:00Z"
            onChange={({ detail }) => change({ cutOverAt: detail.value })}
          />
        </FormField>
      ) : null}
      {draft.migrate === 'hand-over' ? (
        <Checkbox checked={draft.keepSnapshots} onChange={({ detail }) => change({ keepSnapshots: detail.checked })}>
          {en.target.keepSnapshots}
        </Checkbox>
      ) : null}
      {draft.migrate === 'no' ? null : (
        <FormField label={en.target.downtime} description={en.target.downtimeHint}>
          <Input
            inputMode="numeric"
            value={draft.downtime}
            placeholder="15"
            onChange={({ detail }) => change({ downtime: detail.value })}
          />
        </FormField>
      )}
    </SpaceBetween>
  );
}

/** The time by the reader's own clock. */
const read = (typed: string) =>
  Number.isNaN(Date.parse(typed)) ? en.target.cutOverHint : en.target.cutOverRead(dateAndTime(typed));

const WAYS = (['no', 'now', 'at', 'on-approval', 'hand-over'] as const).map((value) => ({
  value,
  label: en.target.migrations[value],
}));
