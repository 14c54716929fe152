import type { ResourcePolicy } from '../iam/evaluate.ts';
import type { PolicyDocument } from '../iam/policy.ts';

export interface Message {
  id: string;
  topicArn: string;
  message: string;
  subject?: string;
}

/** Topics, and what was published on them: kept here, since no subscription is confirmed on this machine. */
export interface Topics {
  create(topic: { account: string; region: string; name: string }): string;
  setPolicy(arn: string, policy: PolicyDocument): void;
  has(arn: string): boolean;
  keep(message: Message): void;
  messages: readonly Message[];
  resourcePolicy(arn: string): ResourcePolicy | undefined;
}

export function createTopics(): Topics {
  const policies = new Map<string, PolicyDocument | undefined>();
  const messages: Message[] = [];
  return {
    messages,
    create({ account, region, name }) {
      const arn = `arn:aws:sns:${region}:${account}:${name}`;
      policies.set(arn, undefined);
      return arn;
    },
    setPolicy(arn, policy) {
      if (!policies.has(arn)) throw new Error(`There is no topic ${arn}.`);
      policies.set(arn, policy);
    },
    has: (arn) => policies.has(arn),
    keep: (message) => void messages.push(message),
    resourcePolicy: (arn) =>
      policies.has(arn) ? { policy: policies.get(arn), account: arn.split(':')[4] ?? '', mustAllow: false } : undefined,
  };
}
