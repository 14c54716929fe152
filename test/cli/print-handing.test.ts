import { expect, it } from 'vitest';
import { isProvenHanding, printHanding } from '../../cli/demo/handing/print-handing.ts';

const at = (attachedTo: string, source: string, target: string) => ({
  ...{ claim: 'shop/data', volumeId: 'vol-1', attachedTo, source, target },
});
const result = {
  cloneId: 'run-1',
  status: 'SUCCEEDED',
  handedOver: [at('target', 'Lost, Retain', 'Bound, Retain')],
  handedBack: [at('source', 'Bound, Delete', '')],
  moved: { blocksRead: 0, blocksWritten: 0, snapshotsCopied: 0, volumesMade: 0 },
  rows: 100,
  rowsLost: 0,
  tagged: [],
  rollBack: 'SUCCEEDED',
  sourceChanges: [],
};

it('claims that volumes were handed over and back only where all of that was seen', () => {
  const text = printHanding(result);
  for (const words of [
    '0 blocks read',
    '100 rows were acknowledged',
    'Lost, Retain',
    'Rolled back: SUCCEEDED',
    'Proven:',
  ])
    expect(text).toContain(words);
  for (const wrong of [
    { status: 'FAILED' },
    { rollBack: 'FAILED' },
    { handedOver: [] },
    { handedOver: [at('source', 'Lost, Retain', 'Bound, Retain')] },
    { handedOver: [at('target', 'Bound, Retain', 'Bound, Retain')] },
    { handedOver: [at('target', 'Lost, Retain', 'Bound, Delete')] },
    { handedBack: [at('source', 'Lost, Retain', '')] },
    { handedBack: [at('source', 'Bound, Delete', 'Bound, Retain')] },
    { moved: { ...result.moved, blocksRead: 1 } },
    { moved: { ...result.moved, volumesMade: 1 } },
    { rows: 0 },
    { rowsLost: 1 },
    { tagged: ['vol-1'] },
    { sourceChanges: ['v1 PersistentVolume pv-1'] },
  ]) {
    expect(isProvenHanding({ ...result, ...wrong }), JSON.stringify(wrong)).toBe(false);
    expect(printHanding({ ...result, ...wrong })).toContain('NOT proven');
  }
});
