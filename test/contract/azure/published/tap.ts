import type { Exchange } from './judge.ts';

/** Keeps what this thread asks by `fetch`, and what it is answered; `stop` ends it. */
export function tapFetch(): { exchanges: Exchange[]; stop(): void } {
  const real = globalThis.fetch;
  const exchanges: Exchange[] = [];
  globalThis.fetch = async (input, options = {}) => {
    const response = await real(input, options);
    const { status, headers } = response;
    const text = await response.clone().text();
    const { method = 'GET', body } = options;
    exchanges.push({
      method,
      url: new URL(String(input)),
      asked: Object.fromEntries(new Headers(options.headers)),
      body: typeof body === 'string' ? JSON.parse(body) : (body ?? undefined),
      status,
      headers,
      answer: text === '' ? undefined : JSON.parse(text),
    });
    return response;
  };
  return {
    exchanges,
    stop() {
      globalThis.fetch = real;
    },
  };
}
