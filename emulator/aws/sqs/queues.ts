import type { ResourcePolicy } from '../iam/evaluate.ts';
import type { PolicyDocument } from '../iam/policy.ts';

export interface QueuedMessage {
  queueArn: string;
  body: string;
  /** Such as `ERROR_CODE`, which Scheduler says why with. */
  attributes: Record<string, string>;
}

/** Queues that services put into what they could not deliver; nobody reads them on this machine but tests. */
export interface Queues {
  create(queue: { account: string; region: string; name: string }): { arn: string; url: string };
  setPolicy(url: string, policy: PolicyDocument): void;
  has(arn: string): boolean;
  /** By URL, whether there is such a queue or not. */
  arnOf(url: string): string;
  keep(message: QueuedMessage): void;
  messages: readonly QueuedMessage[];
  resourcePolicy(arn: string): ResourcePolicy | undefined;
}

export function createQueues(): Queues {
  const policies = new Map<string, PolicyDocument | undefined>();
  const messages: QueuedMessage[] = [];
  return {
    messages,
    create({ account, region, name }) {
      const arn = `arn:aws:sqs:${region}:${account}:${name}`;
      policies.set(arn, undefined);
      return { arn, url: `https://sqs.${region}.amazonaws.com/${account}/${name}` };
    },
    setPolicy(url, policy) {
      const arn = arnOf(url);
      if (!policies.has(arn)) throw new Error(`There is no queue ${url}.`);
      policies.set(arn, policy);
    },
    has: (arn) => policies.has(arn),
    arnOf,
    keep: (message) => void messages.push(message),
    resourcePolicy: (arn) =>
      policies.has(arn) ? { policy: policies.get(arn), account: arn.split(':')[4] ?? '', mustAllow: false } : undefined,
  };
}

function arnOf(url: string): string {
  const [, region, account, name] = /^https:\/\/sqs\.([a-z0-9-]+)\.[^/]+\/(\d+)\/(.+)$/.exec(url) ?? [];
  return `arn:aws:sqs:${region}:${account}:${name}`;
}
