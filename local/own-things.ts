import { type NewBucket, newObject } from '../emulator/aws/s3/buckets.ts';
import type { NewSecret } from '../emulator/aws/secrets-manager/secrets-manager.ts';
import type { Services } from '../emulator/aws/services.ts';
import type { Clock } from '../time/clock.ts';

/** A bucket that no stack makes, with what somebody has put into it. */
export interface FilledBucket extends NewBucket {
  objects: { key: string; body: Buffer }[];
}

/** What the users of an account have beside the app. */
export const ownThings = ({ s3, secrets }: Services, clock: Clock) => ({
  addBucket({ objects, ...bucket }: FilledBucket): void {
    const made = s3.createBucket(bucket);
    const facts = { contentType: 'application/octet-stream', metadata: {}, modified: clock.now() };
    for (const { key, body } of objects) made.objects.set(key, newObject(key, body, facts));
  },
  addSecret(secret: NewSecret): void {
    secrets.createSecret(secret);
  },
});
