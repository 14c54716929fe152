import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Refused } from './api/call.ts';
import { settingsOf } from './hosted/settings.ts';
import { Loading } from './parts/states.tsx';
import { Shell } from './shell/shell.tsx';
import { takeSession } from './sign-in/session.ts';

const root = document.getElementById('root')!;
const settings = settingsOf(root);
/** On one's own machine nobody waits for what signs people in. */
const Hosted = lazy(() => import('./hosted/hosted.tsx'));
if (!settings) takeSession();

/** What was refused for a reason of the request is refused again; credentials come back by themselves, and a pause helps against 429. */
const isForGood = (error: Error) =>
  error instanceof Refused && error.status < 500 && error.status !== 429 && error.type !== 'credentials';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => !isForGood(error) && (failures < 2 || (error as Refused).type === 'credentials'),
      retryDelay: (failures) => Math.min(1_000 * 2 ** failures, 10_000),
    },
  },
});

createRoot(root).render(
  <QueryClientProvider client={client}>
    {settings ? (
      <Suspense fallback={<Loading />}>
        <Hosted settings={settings}>
          <Shell />
        </Hosted>
      </Suspense>
    ) : (
      <Shell />
    )}
  </QueryClientProvider>,
);
