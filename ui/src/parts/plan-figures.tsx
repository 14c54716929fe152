import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { PlanBody } from '../api/types.ts';
import { en } from '../texts/en.ts';
import { dollars, gibibytes } from '../texts/format.ts';

/** How much a clone would be. */
export function PlanFigures({ plan }: { plan: PlanBody }) {
  const copied = plan.volumes.filter(({ strategy, keeps }) => strategy !== 'skip' && keeps === undefined);
  const applied = plan.objects.filter(({ outcome }) => outcome === 'apply').length;
  const left = plan.objects.length - applied;
  return (
    <KeyValuePairs
      columns={4}
      items={[
        { label: en.plan.objects, value: en.plan.objectsAndLeft(applied, left) },
        {
          label: en.plan.volumes,
          value: en.dashboard.sized(copied.length, gibibytes(copied.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0))),
        },
        { label: en.plan.cost, value: dollars(plan.dollars) },
        { label: en.plan.time, value: en.plan.minutes(plan.minutes) },
      ]}
    />
  );
}
