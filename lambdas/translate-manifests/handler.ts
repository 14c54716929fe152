import { Stage } from '../../core/base/run/envelope.ts';
import { translateClone } from '../../core/execute/apply/translate-clone.ts';
import { step, WithClone } from '../_shared/step.ts';

const Input = WithClone.extend({ stage: Stage });

/** Translates the export for one stage and lays it down wave by wave. */
export const handler = step('translate-manifests', Input, ({ clone, stage }, { store }) =>
  translateClone(store, clone, stage),
);
