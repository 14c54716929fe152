import { KubeferryError } from '../../base/errors.ts';
import { shortList } from './contents-of-others.ts';

/** A cluster, or `what` of it, goes by itself: who asks looks again. */
export const notYet = (name: string, what: string) =>
  new KubeferryError(
    'NotYet',
    `Cluster "${name}", which the run made, is not gone yet: ${what} being deleted or made.`,
  );

/** A cluster takes down what is in it: that is removed first, by its own records. */
export const notEmpty = (name: string, own: string[]) =>
  new KubeferryError(
    'RollBackIncomplete',
    `Cluster "${name}" was made by the run and cannot go before what the run made in it: ${shortList(own)}.`,
  );
