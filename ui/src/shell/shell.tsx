import Button from '@cloudscape-design/components/button';
import { Suspense, useEffect, useRef } from 'react';
import { useMe, useSession } from '../api/queries.ts';
import { ErrorFence } from '../parts/error-fence.tsx';
import { Loading, NotThere } from '../parts/states.tsx';
import { becomePerson, personOf, visitorOf } from '../sign-in/session.ts';
import { SignIn } from '../sign-in/sign-in.tsx';
import { en } from '../texts/en.ts';
import { useColours } from './colours.ts';
import { NAVIGATION, PAGES } from './pages.ts';
import { matched, usePath } from './path.ts';
import './shell.css';

export function Shell() {
  const path = usePath();
  const main = useMainFocus(path);
  return (
    <div className="shell">
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {en.shell.skip}
      </button>
      <Head />
      <nav aria-label={en.nav.label}>
        <ul>
          {NAVIGATION.map(([to, text]) => (
            <li key={to}>
              <a href={`#${to}`} aria-current={path === to ? 'page' : undefined}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" tabIndex={-1} ref={main}>
        <ErrorFence key={path}>
          <Suspense fallback={<Loading />}>
            <Shown path={path} />
          </Suspense>
        </ErrorFence>
      </main>
    </div>
  );
}

/** The page takes the focus when it changes, so that a reader begins with it. */
function useMainFocus(path: string) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current !== path) main.current?.focus();
    shown.current = path;
  }, [path]);
  return main;
}

function Shown({ path }: { path: string }) {
  const session = useSession();
  const people = session.data?.people ?? [];
  if (people.length > 1 && !people.includes(personOf())) return <SignIn people={people} />;
  for (const { pattern, show: Page } of PAGES) {
    const labels = matched(pattern, path);
    if (labels) return <Page labels={labels} />;
  }
  return <NotThere />;
}

/** A disc, half of it filled. */
const HALF = (
  <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <circle cx="8" cy="8" r="6" />
    <path className="filled" d="M8 2a6 6 0 0 1 0 12z" />
  </svg>
);

function Head() {
  const { dark, turn } = useColours();
  const session = useSession();
  const me = useMe();
  const visitor = visitorOf();
  const others = (session.data?.people.length ?? 0) > 1;
  return (
    <header>
      <strong>kubeferry</strong>
      <span className="who">{me.data ? en.shell.who(visitor?.name ?? me.data.person, me.data.account) : ''}</span>
      {others && me.data ? (
        <Button
          variant="inline-link"
          onClick={() => {
            becomePerson('');
            location.reload();
          }}
        >
          {en.shell.change}
        </Button>
      ) : null}
      {visitor ? (
        <Button variant="inline-link" onClick={visitor.leave}>
          {en.signIn.leave}
        </Button>
      ) : null}
      <Button iconSvg={HALF} variant="icon" ariaLabel={dark ? en.shell.light : en.shell.dark} onClick={turn} />
    </header>
  );
}
