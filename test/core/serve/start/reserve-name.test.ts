import { expect, it } from 'vitest';
import { reserveName } from '../../../../core/serve/start/reserve-name.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const execution = (machine: string, startTime = '2026-11-22T02:00:03Z') => ({
  id: `arn:aws:states:eu-west-1:111122223333:execution:${machine}:first`,
  name: 'first',
  startTime,
});

// Promise: name-belongs-to-first
it('gives a name to the execution that took it first, however often it starts', async () => {
  const store = memoryObjectStore();
  await reserveName(store, execution('kubeferry-prod-to-dev'));
  await expect(reserveName(store, execution('kubeferry-prod-to-dev'))).resolves.toBeUndefined();
});

// Promise: name-belongs-to-first
it('refuses a run of another route that has the name of this one, and so cannot touch its records', async () => {
  const store = memoryObjectStore();
  await reserveName(store, execution('kubeferry-prod-to-dev'));
  await expect(reserveName(store, execution('kubeferry-dev-to-qa'))).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: expect.stringContaining(
      'belongs to the run arn:aws:states:eu-west-1:111122223333:execution:kubeferry-prod-to-dev:first',
    ),
  });
});

it('refuses a run that takes the name again when Step Functions has forgotten it, as long as the records are there', async () => {
  const store = memoryObjectStore();
  await reserveName(store, execution('kubeferry-prod-to-dev'));
  const later = execution('kubeferry-prod-to-dev', '2027-02-21T02:00:00Z');
  await expect(reserveName(store, later)).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: expect.stringContaining('began 2026-11-22T02:00:03Z'),
  });
});
