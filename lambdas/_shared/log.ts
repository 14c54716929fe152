import { Logger } from '@aws-lambda-powertools/logger';
import { discreetText } from '../../core/base/outside/outside-text.ts';

/** The log of a function. Every text in it is without secrets and control characters, also those of errors and their causes. */
export const logOf = (serviceName: string) =>
  new Logger({
    serviceName,
    jsonReplacerFn: (_key, value: unknown) => (typeof value === 'string' ? discreetText(value) : value),
  });
