import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { Refused } from './api/call.ts';
import { Shell } from './shell/shell.tsx';
import { takeSession } from './sign-in/session.ts';

takeSession();

/** What was refused for a reason of the request is refused again; credentials come back by themselves. */
const isForGood = (error: Error) => error instanceof Refused && error.status < 500 && error.type !== 'credentials';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => !isForGood(error) && (failures < 2 || (error as Refused).type === 'credentials'),
      retryDelay: (failures) => Math.min(1_000 * 2 ** failures, 10_000),
    },
  },
});

createRoot(document.getElementById('root')!).render(
  <QueryClientProvider client={client}>
    <Shell />
  </QueryClientProvider>,
);
