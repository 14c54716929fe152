import { AwsError } from '../../base/service.ts';
import type { Topics } from './topics.ts';

/** Refuses members that the operation does not know. */
export function only(operation: string, input: object, known: readonly string[]): void {
  const unknown = Object.keys(input).filter((member) => !known.includes(member));
  if (unknown.length > 0)
    throw new AwsError('UnsupportedByLocalCloud', `${operation}: ${unknown.join(', ')} is not implemented here.`, 501);
}

export function checkTopic(topics: Topics, arn: string): void {
  if (!topics.has(arn)) throw new AwsError('NotFound', 'Topic does not exist', 404);
}
