/** The operations that only look, as data. */
import { COSTS_OPERATION } from './cost-schemas.ts';
import { FILES_OPERATION } from './file-schemas.ts';
import { LINEAGE_OPERATION } from './lineage-schemas.ts';
import { MEMBERS_OPERATION } from './member-schemas.ts';
import type { Operation } from './operation.ts';
import { ROLL_BACK_PREVIEW } from './roll-back-schemas.ts';
import { SUMMARY_OPERATION } from './summary-schemas.ts';

export const LOOK_OPERATIONS = [
  MEMBERS_OPERATION,
  FILES_OPERATION,
  ROLL_BACK_PREVIEW,
  LINEAGE_OPERATION,
  SUMMARY_OPERATION,
  COSTS_OPERATION,
] as const satisfies readonly Operation[];
