import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { PlanBody } from '../api/types.ts';
import { en } from '../texts/en.ts';
import { refText } from './ref-text.ts';

/** Why the plan is as it is: its preset, what is masked, and what is copied with a workload and why. */
export const PlanNotes = ({ plan: { preset, masking, taken } }: { plan: PlanBody }) => (
  <SpaceBetween size="s">
    {preset ? <Preset preset={preset} /> : null}
    {masking ? (
      <ExpandableSection headerText={en.plan.masking(masking.jobs.length)} defaultExpanded>
        <ul>
          {masking.jobs.map(({ name, namespace, image, claims }) => (
            <li key={name}>{en.plan.maskingJob(name, image, namespace, [...new Set(Object.values(claims))])}</li>
          ))}
          {masking.unmasked.length > 0 ? <li>{en.plan.unmasked(masking.unmasked)}</li> : null}
        </ul>
      </ExpandableSection>
    ) : null}
    {taken ? (
      <ExpandableSection headerText={en.plan.taken(taken.length)}>
        <ul>
          {taken.map(({ ref, why }) => (
            <li key={refText(ref)}>
              {refText(ref)}: {why || en.plan.itself}
            </li>
          ))}
        </ul>
      </ExpandableSection>
    ) : null}
  </SpaceBetween>
);

function Preset({ preset: { name, set, otherwise, look } }: { preset: NonNullable<PlanBody['preset']> }) {
  return (
    <ExpandableSection headerText={en.plan.preset(name)} defaultExpanded>
      <ul>
        {Object.entries(set).map(([field, value]) => (
          <li key={field}>{en.plan.presetSets(field, JSON.stringify(value))}</li>
        ))}
        {Object.entries(otherwise).map(([field, value]) => (
          <li key={field}>{en.plan.presetOtherwise(field, JSON.stringify(value))}</li>
        ))}
        {look.map((each) => (
          <li key={each}>{en.plan.presetLook(each)}</li>
        ))}
      </ul>
    </ExpandableSection>
  );
}
