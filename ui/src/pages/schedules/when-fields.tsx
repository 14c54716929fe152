import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import { hubNow, Refused } from '../../api/call.ts';
import { en } from '../../texts/en.ts';
import { dateAndTime } from '../../texts/format.ts';
import { DAYS, expressionOf, timesOf, type When } from './when.ts';

interface WhenFieldsProps {
  when: When;
  change(part: Partial<When>): void;
  /** A schedule keeps its name. */
  named?: boolean;
  /** What the hub has refused, each mistake beside its field. */
  error: Error | null;
}

export function WhenFields({ when, change, named = false, error }: WhenFieldsProps) {
  const mistake = mistakesIn(error);
  return (
    <SpaceBetween size="l">
      {named ? null : (
        <FormField label={en.schedules.nameField} errorText={mistake('name')}>
          <Input value={when.name} placeholder="nightly" onChange={({ detail }) => change({ name: detail.value })} />
        </FormField>
      )}
      <FormField label={en.schedules.how} errorText={mistake('expression')} description={<NextTimes when={when} />}>
        <RadioGroup
          ariaLabel={en.schedules.how}
          value={when.how}
          onChange={({ detail }) => change({ how: detail.value as When['how'] })}
          items={HOW}
        />
      </FormField>
      {when.how === 'own' ? (
        <FormField label={en.schedules.own} description={en.schedules.ownHint}>
          <Input value={when.own} onChange={({ detail }) => change({ own: detail.value })} />
        </FormField>
      ) : (
        <FormField label={en.schedules.at}>
          <Input value={when.time} placeholder="02:00" onChange={({ detail }) => change({ time: detail.value })} />
        </FormField>
      )}
      {when.how === 'weekly' ? (
        <FormField label={en.schedules.day}>
          <RadioGroup
            ariaLabel={en.schedules.day}
            direction="horizontal"
            value={when.day}
            onChange={({ detail }) => change({ day: detail.value as When['day'] })}
            items={DAYS.map((day) => ({ value: day, label: en.schedules.days[day] }))}
          />
        </FormField>
      ) : null}
      <FormField label={en.schedules.zone} errorText={mistake('timeZone')}>
        <Input value={when.timeZone} onChange={({ detail }) => change({ timeZone: detail.value })} />
      </FormField>
      <FormField label={en.schedules.window} description={en.schedules.windowHint} errorText={mistake('windowMinutes')}>
        <Input
          value={when.windowMinutes}
          inputMode="numeric"
          onChange={({ detail }) => change({ windowMinutes: detail.value })}
        />
      </FormField>
      <FormField label={en.schedules.overlap} errorText={mistake('overlap')}>
        <RadioGroup
          ariaLabel={en.schedules.overlap}
          value={when.overlap}
          onChange={({ detail }) => change({ overlap: detail.value as When['overlap'] })}
          items={OVERLAPS}
        />
      </FormField>
      <Toggle checked={when.enabled} onChange={({ detail }) => change({ enabled: detail.checked })}>
        {en.schedules.isOn}
      </Toggle>
    </SpaceBetween>
  );
}

const HOW = (['daily', 'weekly', 'own'] as const).map((value) => ({ value, label: en.schedules.hows[value] }));
const OVERLAPS = (['skip', 'queue', 'replace'] as const).map((value) => ({
  value,
  label: en.schedules.overlaps[value],
}));

/** So that nobody has to wait for a night to see what they have typed. */
function NextTimes({ when }: { when: When }) {
  const times = timesOf(when, new Date(hubNow()));
  if (times.length === 0) return en.schedules.noTime(expressionOf(when));
  return en.schedules.comes(times.map((time) => dateAndTime(time.getTime())).join('; '));
}

const mistakesIn = (error: Error | null) => (field: string) =>
  error instanceof Refused ? error.problems.find(({ at }) => at === field)?.message : undefined;
