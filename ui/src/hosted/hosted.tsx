import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useEffect, useState } from 'react';
import { Loading } from '../parts/states.tsx';
import { begin, type Entered, enter } from './enter.ts';
import type { Settings } from './settings.ts';
import { hostedTexts } from './texts.ts';

/** The page for whoever is signed in; for everybody else the way to the issuer, or why there is none. */
export default function Hosted({ settings, children }: { settings: Settings; children: ReactNode }) {
  const [entered, setEntered] = useState<Entered>();
  useEffect(() => void enter(settings).then(setEntered), [settings]);
  if (entered?.state === 'in') return children;
  const again = () =>
    void begin(settings).catch((error: Error) => setEntered({ state: 'refused', why: error.message }));
  return (
    <main className="alone">
      <SpaceBetween size="l">
        <Header variant="h1">{hostedTexts.title}</Header>
        <Way entered={entered} issuer={settings.issuer} again={again} />
      </SpaceBetween>
    </main>
  );
}

function Way({ entered, issuer, again }: { entered: Entered | undefined; issuer: string; again(): void }) {
  const button = <Button onClick={again}>{hostedTexts.signIn}</Button>;
  if (entered?.state === 'refused')
    return (
      <Alert type="error" header={hostedTexts.refused} action={button}>
        {entered.why}
      </Alert>
    );
  if (entered?.state === 'out')
    return (
      <SpaceBetween size="s">
        <Box variant="strong">{hostedTexts.out}</Box>
        <Box>{hostedTexts.outText}</Box>
        {button}
      </SpaceBetween>
    );
  return <Loading text={hostedTexts.waiting(new URL(issuer).host)} />;
}
