import { KubeferryError } from '../../core/base/errors.ts';
import { discreetText } from '../../core/base/outside/outside-text.ts';
import type { Clock } from '../../time/clock.ts';
import { type AzureAnswer, type AzureCall, azureCall, retryAfter } from './call.ts';
import { resourceManager } from './cloud.ts';
import type { EntraTokens } from './entra.ts';
import { azureError } from './errors.ts';

/** A call of Azure Resource Manager by the id of a resource; `what` completes "Could not …". */
export interface ArmCall {
  what: string;
  method: AzureCall['method'];
  /** `/subscriptions/…`; with an action of the resource, if any. */
  id: string;
  version: string;
  body?: object;
  /** Beside the version, such as `$filter`. */
  query?: Record<string, string>;
  /** Such as `If-Match`. */
  headers?: Record<string, string>;
}

export interface ResourceManager {
  /** The first answer: a long operation may be under way behind it. */
  call(call: ArmCall): Promise<AzureAnswer>;
  /** All pages of a list. */
  list<T>(call: Pick<ArmCall, 'what' | 'id' | 'version' | 'query'>): Promise<T[]>;
  /** Waits for the end of a long operation, and answers its result. Throws Unavailable where that takes too long. */
  whole(call: ArmCall): Promise<unknown>;
}

/** Of waits for long operations that take seconds as a rule. */
const PATIENCE_SECONDS = 120;
const POLL_SECONDS = 2;
const TRIES = 6;

/** Of lists with hundreds of things a page: a subscription has 50,000 disks at most. */
const MOST_PAGES = 2_000;

const endless = (what: string, pages: number) =>
  new KubeferryError(
    'Unavailable',
    `Could not ${what}: the list of Azure does not end (${pages} pages after the first, and it names one more). It is asked again; if it goes on, look at the health of Azure Resource Manager.`,
  );

/** https://learn.microsoft.com/rest/api/azure/ */
export function armClient(tokens: EntraTokens, clock: Clock): ResourceManager {
  const root = resourceManager();
  const ask = async (
    what: string,
    method: AzureCall['method'],
    url: string,
    { body, headers }: Pick<ArmCall, 'body' | 'headers'> = {},
  ) => {
    // The token goes nowhere else, whatever an answer names.
    if (new URL(url).origin !== new URL(root).origin)
      throw new Error(`Could not ${what}: Azure Resource Manager names ${new URL(url).host}, which is not its own.`);
    const scope = `${root}/.default`;
    const token = await tokens(scope);
    const bearing = (it: string) => ({ ...headers, authorization: `Bearer ${it}` });
    const letIn = async () => bearing(await tokens(scope, token));
    return azureCall(what, { method, url, headers: bearing(token), letIn, ...(body ? { body } : {}) }, clock);
  };
  const call = async ({ what, method, id, version, query = {}, ...rest }: ArmCall) => {
    if (!isResource(id)) throw new Error(`Could not ${what}: ${JSON.stringify(id)} is no id of a resource in Azure.`);
    return ask(what, method, `${root}${id}?${new URLSearchParams({ 'api-version': version, ...query })}`, rest);
  };

  /** Several functions may ask for the same thing at once, and Azure does one thing to a resource at a time. */
  const begun = async (given: ArmCall) => {
    for (let tried = 1; ; tried++) {
      try {
        return await call(given);
      } catch (error) {
        if (!(error instanceof KubeferryError && error.name === 'NotYet')) throw error;
        if (tried === TRIES) throw new KubeferryError('Unavailable', discreetText(error.message), { cause: error });
        await clock.sleep(tried * POLL_SECONDS * 1000);
      }
    }
  };

  return {
    call,

    async list<T>({ what, id, version, query = {} }: Pick<ArmCall, 'what' | 'id' | 'version' | 'query'>) {
      const found: T[] = [];
      const seen = new Set<string>();
      let answer = await call({ what, method: 'GET', id, version, query });
      for (;;) {
        const { value = [], nextLink } = (answer.body ?? {}) as { value?: T[]; nextLink?: string };
        for (const each of value) found.push(each);
        if (!nextLink) return found;
        if (seen.has(nextLink) || seen.size === MOST_PAGES) throw endless(what, seen.size);
        seen.add(nextLink);
        answer = await ask(what, 'GET', nextLink);
      }
    },

    async whole(given) {
      const first = await begun(given);
      // https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
      const status = first.headers.get('azure-asyncoperation');
      const place = status ?? first.headers.get('location');
      // A change of what is there answers 200 while it is under way.
      if (!place || (!status && first.status !== 201 && first.status !== 202)) return first.body;
      let wait = waitAfter(first);
      for (let waited = 0; waited <= PATIENCE_SECONDS; waited += Math.max(1, wait)) {
        await clock.sleep(wait * 1000);
        const seen = await ask(given.what, 'GET', place);
        const ended = status ? endOf(given.what, seen.body) : { is: seen.status !== 202, body: seen.body };
        if (ended.is) return ended.body;
        wait = waitAfter(seen);
      }
      throw new KubeferryError(
        'Unavailable',
        `Could not ${given.what} within ${PATIENCE_SECONDS} seconds: Azure is still at it.`,
      );
    },
  };
}

/** Never longer than the patience that there is: a function has an end. */
const waitAfter = ({ headers }: AzureAnswer) => Math.min(retryAfter(headers) ?? POLL_SECONDS, PATIENCE_SECONDS / 2);

/** A part that is nothing else in a URL: no way up, no query, nothing that is encoded (…/management/resource-name-rules). */
const PART = /^(?!\.{1,2}$)[\w.()-]+$/;

const isResource = (id: string) => {
  const [root, first, ...parts] = id.split('/');
  return (
    root === '' &&
    first?.toLowerCase() === 'subscriptions' &&
    parts.length > 0 &&
    parts.every((part) => PART.test(part))
  );
};

/** Of a status monitor. */
function endOf(what: string, body: unknown): { is: boolean; body?: unknown } {
  const { status, properties, error } = (body ?? {}) as Monitor;
  if (status === 'Succeeded') return { is: true, body: properties?.output ?? properties };
  if (status !== 'Failed' && status !== 'Canceled') return { is: false };
  throw azureError(what, 400, { error: error ?? { code: status } });
}

interface Monitor {
  status?: string;
  properties?: { output?: unknown };
  error?: { code?: string; message?: string };
}
