import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { en } from '../../texts/en.ts';
import type { Draft } from './draft.ts';

interface PurposeProps {
  draft: Draft;
  change(part: Partial<Draft>): void;
}

type Preset = keyof typeof en.target.presets;

/** What the clone is for, which sets what nobody has said. */
export const Purpose = ({ draft, change }: PurposeProps) => (
  <FormField label={en.target.preset} description={en.target.presetHint}>
    <Select
      ariaLabel={en.target.preset}
      selectedOption={PRESETS.find(({ value }) => value === (draft.preset || NONE)) ?? null}
      options={PRESETS}
      onChange={({ detail }) => change({ preset: fromKey<Preset>(detail.selectedOption.value) })}
    />
  </FormField>
);

/** How far the copies are compared with the source. */
export const Proof = ({ draft, change }: PurposeProps) => (
  <FormField label={en.target.proof} description={en.target.proofHint}>
    <Select
      ariaLabel={en.target.proof}
      selectedOption={PROOFS.find(({ value }) => value === (draft.proof || NONE)) ?? null}
      options={PROOFS}
      onChange={({ detail }) => change({ proof: fromKey<keyof typeof en.target.proofs>(detail.selectedOption.value) })}
    />
  </FormField>
);

/** No option can be the empty text. */
const NONE = 'none';
const fromKey = <T extends string>(key = NONE): T | '' => (key === NONE ? '' : (key as T));

const PRESETS = [
  { value: NONE, label: en.target.noPreset },
  ...Object.entries(en.target.presets).map(([value, description]) => ({ value, label: value, description })),
];

const PROOFS = [
  { value: NONE, label: en.target.noProof },
  ...Object.entries(en.target.proofs).map(([value, description]) => ({ value, label: value, description })),
];
