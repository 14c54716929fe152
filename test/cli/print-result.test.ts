import { describe, expect, it } from 'vitest';
import { printResult } from '../../cli/demo/print-result.ts';
import type { DemoResult } from '../../cli/demo/result.ts';

const result: DemoResult = {
  cloneId: 'run-1',
  status: 'SUCCEEDED',
  durationMs: 7400,
  objects: { selected: 28, applied: 10, dropped: 17, blocked: 0, skipped: 0, failed: 0 },
  volumes: [],
  findings: [],
  different: [],
  leftBehind: [],
  sourceUnchanged: true,
  sourceChanges: [],
  report: 'kubeferry-reports/run-1.html',
};
/** The cells of the table of objects, by its heads. */
function cells(text: string): Record<string, string> {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.includes('objects selected'));
  const [heads, , values] = lines.slice(at, at + 3).map((line) => line.trim().split(/ {2,}/));
  return Object.fromEntries(heads!.map((head, column) => [head, values![column]!]));
}

describe('the proof of the demo', () => {
  it('accounts for every object that was selected', () => {
    const shown = cells(printResult({ ...result, objects: { ...result.objects, skipped: 1 } }));
    expect(shown).toMatchObject({ 'objects selected': '28', applied: '10', dropped: '17', 'there already': '1' });
    expect(cells(printResult(result))).not.toHaveProperty('there already');
  });

  it('says when there was no volume, and whether the rest holds', () => {
    expect(printResult(result)).toMatch(/No volume was compared\.[\s\S]*\nProven: /);
    expect(printResult({ ...result, sourceUnchanged: false })).toContain('\nNOT proven.');
  });
});
