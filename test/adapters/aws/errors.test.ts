import { expect, it } from 'vitest';
import { awsCode, translateAwsError } from '../../../adapters/aws/errors.ts';
import { isTransient, KubeferryError } from '../../../core/base/errors.ts';

const thrown = (name: string, more: object = {}) => Object.assign(new Error('said by AWS'), { name, ...more });

it.each([
  ['UnauthorizedOperation', 'AccessDenied', false],
  ['InvalidSnapshot.NotFound', 'NotFound', false],
  ['RequestLimitExceeded', 'Throttled', true],
  ['ResourceLimitExceeded', 'QuotaReached', true],
  ['InternalServerException', 'Unavailable', true],
  ['VolumeInUse', 'NotYet', true],
])('knows %s as %s', (code, name, transient) => {
  const error = translateAwsError(thrown(code), 'do it');
  expect(error.name).toBe(name);
  expect(isTransient(error)).toBe(transient);
});

it('says what failed, what AWS said, and the way out', () => {
  const { message } = translateAwsError(thrown('ResourceLimitExceeded'), 'copy snapshot snap-1 from eu-west-1');
  expect(message).toBe(
    'Could not copy snapshot snap-1 from eu-west-1: ResourceLimitExceeded: said by AWS. Way out: it is tried again ' +
      'when other work ends; raise the quota in Service Quotas if it goes on.',
  );
});

it('never reads a code out of a message', () => {
  const error = translateAwsError(new Error('InternalError: Throttling, AccessDenied'), 'do it');
  expect(isTransient(error)).toBe(false);
});

it('leaves a code that it does not know as it is, for good', () => {
  const cause = thrown('InvalidParameterValue');
  const error = translateAwsError(cause, 'do it');
  expect(error).toMatchObject({ name: 'InvalidParameterValue', cause });
  expect(isTransient(error)).toBe(false);
});

it('tries again what a server or the network spoilt, whatever it is called', () => {
  expect(isTransient(translateAwsError(thrown('Odd', { $metadata: { httpStatusCode: 502 } }), 'do it'))).toBe(true);
  expect(isTransient(translateAwsError(thrown('Odd', { $metadata: { httpStatusCode: 429 } }), 'do it'))).toBe(true);
  expect(isTransient(translateAwsError(thrown('Error', { code: 'ECONNRESET' }), 'do it'))).toBe(true);
  expect(isTransient(translateAwsError(thrown('ValidationException', { Reason: 'WRITE_REQUEST_TIMEOUT' }), 'x'))).toBe(
    true,
  );
});

it('passes on what was translated already', () => {
  const error = new KubeferryError('WrongAccount', 'no');
  expect(translateAwsError(error, 'do it')).toBe(error);
});

it('names the code of anything', () => {
  expect([thrown('NoSuchKey'), undefined, 'text', thrown('Error', { code: 'EPIPE' })].map(awsCode)).toEqual([
    'NoSuchKey',
    '',
    '',
    'EPIPE',
  ]);
});
