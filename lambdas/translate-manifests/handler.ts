import { translateClone } from '../../core/apply/translate-clone.ts';
import { Stage } from '../../core/clone/envelope.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ stage: Stage });

/** Translates the export for one stage and lays it down wave by wave. */
export const handler = step('translate-manifests', Input, ({ clone, stage }, { store }) =>
  translateClone(store, clone, stage),
);
