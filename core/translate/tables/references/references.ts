import { BUILT_IN_REFERENCES } from './built-in.ts';
import { DELIVERY_REFERENCES } from './delivery.ts';
import { NETWORKING_REFERENCES } from './networking.ts';
import { OPERATOR_REFERENCES } from './operators.ts';
import type { ReferenceRow } from './row.ts';

/** Which field of which kind refers to what: the one place that selection, order and the needs of an export are fed from. */
export const REFERENCES: readonly ReferenceRow[] = [
  ...BUILT_IN_REFERENCES,
  ...NETWORKING_REFERENCES,
  ...DELIVERY_REFERENCES,
  ...OPERATOR_REFERENCES,
];
