import { describe, expect, it } from 'vitest';
import { printResult } from '../../cli/demo/print-result.ts';
import { type DemoResult, missedOf } from '../../cli/demo/result.ts';

const result: DemoResult = {
  cloneId: 'run-1',
  status: 'SUCCEEDED',
  durationMs: 7400,
  moved: { blocksRead: 0, blocksWritten: 0, snapshotsCopied: 0 },
  objects: { selected: 28, applied: 10, dropped: 17, blocked: 0, skipped: 0, failed: 0 },
  volumes: [],
  findings: [],
  different: [],
  leftBehind: [],
  missed: [],
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
  it('says what was moved, as the services have counted it, or that nothing was', () => {
    expect(printResult(result)).toContain('No block of EBS was read or written, and no snapshot copied.');
    const moved = { blocksRead: 7, blocksWritten: 6, snapshotsCopied: 2 };
    expect(printResult({ ...result, moved })).toContain('7 blocks read from EBS, 6 written to it, 2 snapshots copied.');
  });

  it('accounts for every object that was selected', () => {
    const shown = cells(printResult({ ...result, objects: { ...result.objects, skipped: 1 } }));
    expect(shown).toMatchObject({ 'objects selected': '28', applied: '10', dropped: '17', 'there already': '1' });
    expect(cells(printResult(result))).not.toHaveProperty('there already');
  });

  it('claims no byte where none was compared', () => {
    const volume = {
      claim: 'shop/data',
      sourceVolume: 'vol-1',
      targetVolume: 'vol-2',
      strategy: 'share-and-copy',
      bytes: 1024 ** 3,
      blocksCompared: 7,
      identical: true,
    };
    expect(printResult(result)).toContain('\nProven: every object arrived,');
    expect(printResult({ ...result, volumes: [volume] })).toContain('\nProven: every byte and every object arrived,');
    const empty = { ...volume, blocksCompared: 0 };
    const skipped = { ...volume, strategy: 'skip', identical: false };
    expect(printResult({ ...result, volumes: [empty, skipped] })).toContain('\nProven: every object arrived,');
    expect(printResult({ ...result, leftBehind: ['x'] })).toContain('\nProven: every object of the clone arrived,');
  });

  it('proves nothing while something was not copied that a person would miss', () => {
    const ref = { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'release' };
    const plain = { ...ref, name: 'token' };
    const dropped = { outcome: 'drop' as const, changes: [], findings: [] };
    const missed = missedOf({
      translations: [
        { ...dropped, ref, reason: 'it is the record of a release' },
        { ...dropped, ref: plain, reason: 'it is re-created' },
      ],
      findings: [{ severity: 'warning', object: ref, path: '', rule: 'x', sentence: 'It is not copied.' }],
    });
    expect(missed).toEqual(['v1 Secret shop/release: it is the record of a release']);
    const text = printResult({ ...result, missed });
    expect(text).toContain('Not copied, and may be missed:\n  v1 Secret shop/release');
    expect(text).toContain('but an object that somebody may miss was not copied.');
    expect(text).not.toMatch(/proven/i);
  });

  it('says when there was no volume, and whether the rest holds', () => {
    expect(printResult(result)).toMatch(/No volume was compared\.[\s\S]*\nProven: /);
    expect(printResult({ ...result, sourceUnchanged: false })).toContain('\nNOT proven.');
  });
});
