import type { MaskingRecord } from '../../core/execute/masking/settle-masking.ts';
import type { PlannedMasking } from '../../core/plan/masking/plan-masking.ts';
import { sayMasking, sayMaskingTime } from '../../core/plan/masking/say-masking.ts';

/** Of a plan: which Jobs have to succeed before anything starts. The API hands a plan's own fields on as they are. */
export const maskingLines = (masking: unknown): string[] =>
  masking ? sayMasking(masking as PlannedMasking).map((line) => `  ${line}`) : [];

/** Of a report: how those Jobs ended. */
export const maskedLines = (masking: MaskingRecord | undefined): string[] =>
  (masking?.jobs ?? []).map(({ name, claims, outcome, exitCode, seconds, reason }) => {
    const code = exitCode === undefined ? '' : ` with ${exitCode}`;
    const time = seconds === undefined ? '' : ` after ${sayMaskingTime(seconds)}`;
    return `  masking job ${name} (${claims.join(', ')}): ${outcome}${code}${time}${reason ? `, ${reason}` : ''}`;
  });
