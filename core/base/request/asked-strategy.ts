import type { Askable } from '../strategies.ts';
import type { Request } from './request.ts';

/** What a request asks for: of the claim itself, else of its storage class at the source, else of all. */
export const askedStrategy = (
  claim: string,
  storageClass: string,
  { claims, classes = {}, strategy }: Pick<Request['volumes'], 'strategy' | 'claims' | 'classes'>,
): Askable => claims[claim] ?? classes[storageClass] ?? strategy;
