import { AwsError } from '../../../emulator/base/service.ts';
import type { FunctionAnswer, StatesHost } from '../../../emulator/states/base/host.ts';
import type { Json } from '../../../kube/kube-object.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What a replaced function does; an error that it throws arrives as Lambda reports it, by its name. */
export type FakeFunction = (payload: Json, signal: AbortSignal) => Json | Promise<Json>;

export interface MemoryHost extends StatesHost {
  clock: VirtualClock;
  /** Last part of a function's ARN -> what it does. An invoked function that is not here is an error. */
  functions: Record<string, FakeFunction>;
  invoked: { name: string; payload: Json; at: Date }[];
  /** `bucket/key` -> text. */
  objects: Map<string, string>;
  authorized: string[];
}

export function memoryHost(functions: Record<string, FakeFunction> = {}): MemoryHost {
  const clock = new VirtualClock();
  const objects = new Map<string, string>();
  const invoked: MemoryHost['invoked'] = [];
  const authorized: string[] = [];
  return {
    clock,
    functions,
    invoked,
    objects,
    authorized,
    random: () => 0.5,
    authorize: (_, action, resource) => authorized.push(`${action} ${resource}`),
    async invokeFunction(_, { functionName, payload }, signal): Promise<FunctionAnswer> {
      const name = functionName.slice(functionName.lastIndexOf(':') + 1);
      invoked.push({ name, payload, at: clock.now() });
      const act = functions[name];
      if (!act) throw new AwsError('ResourceNotFoundException', `Function not found: ${functionName}`, 404);
      try {
        return { payload: await act(payload, signal), executedVersion: '$LATEST' };
      } catch (error) {
        if (error instanceof AwsError) throw error;
        return { payload: errorPayload(error as Error), executedVersion: '$LATEST', functionError: 'Unhandled' };
      }
    },
    s3: {
      async get(_, { bucket, key }) {
        const text = objects.get(`${bucket}/${key}`);
        if (text === undefined) throw new AwsError('NoSuchKey', `The specified key does not exist: ${key}`, 404);
        return Buffer.from(text);
      },
      async *list(_, { bucket, prefix }) {
        for (const name of [...objects.keys()].sort()) {
          if (!name.startsWith(`${bucket}/${prefix}`)) continue;
          const key = name.slice(bucket.length + 1);
          yield {
            key,
            etag: '"e"',
            size: objects.get(name)?.length ?? 0,
            lastModified: new Date(0),
            storageClass: 'STANDARD',
          };
        }
      },
      put: async (_, { bucket, key, body }) => void objects.set(`${bucket}/${key}`, body),
    },
    publish: async () => ({ messageId: 'm-1' }),
    putEvents: async () => ({ FailedEntryCount: 0 }),
  };
}

const errorPayload = (error: Error): Json => ({ errorType: error.name, errorMessage: error.message, trace: [] });

/** An error with the name that a machine matches. */
export function named(name: string, message = `${name} happened`): Error {
  return Object.assign(new Error(message), { name });
}
