import { AwsError, type Call, RawOutput } from '../../base/service.ts';
import { functionArn, MAX_PAYLOAD_BYTES } from './function.ts';
import type { Lambda } from './lambda-service.ts';

interface InvokeInput {
  /** Name, name:qualifier, or ARN. */
  FunctionName: string;
  Qualifier?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export async function invokeOperation(lambda: Lambda, input: InvokeInput, call: Call): Promise<RawOutput> {
  const arn = arnOf(input, call);
  call.authorize('lambda:InvokeFunction', arn);
  if (!lambda.has(arn)) {
    throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404, { Type: 'User' });
  }
  if (call.body.length > MAX_PAYLOAD_BYTES) {
    const message = `${call.body.length} byte payload is too large for the RequestResponse invocation type (limit ${MAX_PAYLOAD_BYTES} bytes)`;
    throw new AwsError('RequestTooLargeException', message, 413);
  }
  const event = call.body.length > 0 ? call.body.toString('utf8') : '{}';
  const kind = call.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (kind === 'Event') {
    // Lambda itself tries again what found no place; nothing that is emulated here depends on when.
    void lambda.invoke(arn, event).catch(() => {});
    return new RawOutput(new Uint8Array(), {}, 202);
  }
  if (kind !== 'RequestResponse') {
    throw new AwsError('UnsupportedByLocalCloud', `The invocation type '${kind}' is not implemented here.`, 501);
  }
  const { payload, functionError } = await lambda.invoke(arn, event);
  return new RawOutput(Buffer.from(payload), {
    'content-type': 'application/json',
    'x-amz-executed-version': arn.split(':')[7] ?? '$LATEST',
    ...(functionError ? { 'x-amz-function-error': functionError } : {}),
  });
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html; nothing is reserved here. */
export function accountSettings(concurrency: number, call: Call) {
  call.authorize('lambda:GetAccountSettings', '*');
  return { AccountLimit: { ConcurrentExecutions: concurrency, UnreservedConcurrentExecutions: concurrency } };
}

function arnOf({ FunctionName, Qualifier }: InvokeInput, { account, region }: Call): string {
  const base = FunctionName.startsWith('arn:') ? FunctionName : functionArn({ account, region, name: FunctionName });
  return Qualifier ? `${base}:${Qualifier}` : base;
}
