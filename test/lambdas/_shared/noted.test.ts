import { Logger } from '@aws-lambda-powertools/logger';
import { expect, it, vi } from 'vitest';
import { noteSnapshot } from '../../../core/execute/progress/note-progress.ts';
import { noted } from '../../../lambdas/_shared/noted.ts';
import { CLONE, volumeItem } from '../../core/execute/progress/volumes.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';

it('fails no step when the store does not take the progress, and says so in the log', async () => {
  const log = new Logger({ serviceName: 'test' });
  const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
  const store = { ...memoryObjectStore(), putNew: () => Promise.reject(new Error('slow down')) };
  const about = { store, cloneId: CLONE, volume: volumeItem('shop/data'), now: new Date(0) };
  await noted(noteSnapshot(about, 'source', { state: 'pending', progress: '10%' }), { log });
  expect(warn.mock.calls).toEqual([['progress not noted', { error: new Error('slow down') }]]);
});
