/** What state machines do to the world: each call with the rights of the machine's role, judged and recorded. */
import { randomUUID } from 'node:crypto';
import { authorizer } from '../emulator/aws/gateway/authorize.ts';
import { decisionUnder, execute, type Request, type Surroundings } from '../emulator/aws/gateway/execute.ts';
import { functionArn } from '../emulator/aws/lambda/function.ts';
import type { BusEvent, Services } from '../emulator/aws/services.ts';
import { acceleratedClock } from '../emulator/base/clock.ts';
import { AwsError, type Caller, type RawOutput } from '../emulator/base/service.ts';
import type { Actor, S3Object, StatesHost } from '../emulator/states/base/host.ts';
import type { Json } from '../kube/kube-object.ts';

export function createStatesHost(services: Services, surroundings: Surroundings): StatesHost {
  const { lambda, s3, sns } = services;
  const perform = async (actor: Actor, service: Request['service'], operation: string, request: Partial<Request>) => {
    const base = { service, operation, input: {}, caller: callerOf(actor), region: actor.region };
    return (await execute({ ...base, ...request }, surroundings)).output;
  };
  const authorize = (actor: Actor, action: string, resource: string, context?: Record<string, string>) => {
    const [service = '', operation = ''] = action.split(':');
    const about = { caller: callerOf(actor), region: actor.region, service, operation, protocol: 'json' as const };
    const effects = surroundings.faults.match(action, actor.roleArn);
    const decide = decisionUnder(effects, surroundings.principals);
    authorizer(about, decide, surroundings.record)(action, resource, context);
    return effects;
  };
  return {
    clock: surroundings.clock,
    functionClock: acceleratedClock(1),
    random: Math.random,
    authorize: (actor, action, resource) => void authorize(actor, action, resource),
    async invokeFunction(actor, { functionName, payload }, signal) {
      const arn = functionName.startsWith('arn:') ? functionName : functionArn({ ...actor, name: functionName });
      const effects = authorize(actor, 'lambda:InvokeFunction', arn);
      if (!lambda.has(arn)) throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
      const result = await unlessAborted(lambda.invoke(arn, JSON.stringify(payload)), signal);
      // The answer is lost on its way to Step Functions, after the function has done its work.
      if (effects.some(({ kind }) => kind === 'kill-after')) throw new AwsError('SdkClientException', 'lost', 500);
      const { functionError } = result;
      const answer = { payload: JSON.parse(result.payload) as Json, executedVersion: arn.split(':')[7] ?? '$LATEST' };
      return functionError ? { ...answer, functionError } : answer;
    },
    s3: {
      async get(actor, { bucket, key }) {
        const output = await perform(actor, s3.service, 'GetObject', { input: { Bucket: bucket, Key: key } });
        return (output as RawOutput).body;
      },
      async *list(actor, { bucket, prefix }) {
        let token: string | undefined;
        do {
          const input = { Bucket: bucket, prefix, ...(token ? { 'continuation-token': token } : {}) };
          const page = listed(await perform(actor, s3.service, 'ListObjectsV2', { input }));
          yield* page.Contents.map(objectOf);
          token = page.NextContinuationToken;
        } while (token);
      },
      async put(actor, { bucket, key, body }) {
        const request = { input: { Bucket: bucket, Key: key }, body: Buffer.from(body) };
        await perform(actor, s3.service, 'PutObject', request);
      },
    },
    async publish(actor, { topicArn, message, subject }) {
      const input = { TopicArn: topicArn, Message: message, ...(subject === undefined ? {} : { Subject: subject }) };
      const { MessageId } = (await perform(actor, sns, 'Publish', { input })) as { MessageId: string };
      return { messageId: MessageId };
    },
    async putEvents(actor, entries) {
      const events = entries.map((entry) => eventOf(entry, surroundings.clock.now()));
      const bus = `arn:aws:events:${actor.region}:${actor.account}:event-bus/default`;
      for (const { source, detailType } of events) {
        authorize(actor, 'events:PutEvents', bus, { 'events:source': source, 'events:detail-type': detailType });
      }
      services.events.push(...events);
      return { FailedEntryCount: 0, Entries: entries.map(() => ({ EventId: randomUUID() })) };
    },
  };
}

/** Step Functions takes the machine's role with a session name of its own. */
function callerOf({ roleArn, account }: Actor): Caller {
  const arn = `arn:aws:sts::${account}:assumed-role/${roleArn.split('/').at(-1)}/states`;
  return { account, arn, principalArn: roleArn, accessKeyId: `states ${roleArn}` };
}

/** The function goes on, as in AWS; only its answer is not waited for. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

interface Listed {
  Contents: { Key: string; ETag: string; Size: number; LastModified: Date; StorageClass: string }[];
  NextContinuationToken?: string;
}

const listed = (output: unknown) => (output as { ListBucketResult: Listed }).ListBucketResult;

const objectOf = ({ Key, ETag, Size, LastModified, StorageClass }: Listed['Contents'][number]): S3Object => ({
  key: Key,
  etag: ETag,
  size: Size,
  lastModified: LastModified,
  storageClass: StorageClass,
});

/** One entry of PutEvents; Step Functions takes a detail that is JSON. */
function eventOf(entry: Json, time: Date): BusEvent {
  const { Source, DetailType, Detail } = entry as Record<string, Json>;
  return { source: String(Source), detailType: String(DetailType), detail: Detail ?? {}, time };
}
