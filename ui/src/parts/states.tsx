import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused } from '../api/call.ts';
import { visitorOf } from '../sign-in/session.ts';
import { en } from '../texts/en.ts';
import { timeOfDay } from '../texts/format.ts';
import { Copy } from './copy.tsx';

export const Loading = ({ text = en.states.loading }: { text?: string }) => (
  <StatusIndicator type="loading">{text}</StatusIndicator>
);

export const NotThere = () => (
  <SpaceBetween size="m">
    <Header variant="h1">{en.states.noPage}</Header>
    <a href="#/">{en.states.toDashboard}</a>
  </SpaceBetween>
);

/** What this would be, and the next click. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <Box textAlign="center" padding="m">
    <Box variant="strong">{title}</Box>
    {children ? <Box padding={{ top: 's' }}>{children}</Box> : null}
  </Box>
);

/** Why it did not work, every mistake at its place, and the way out. */
export function Failed({ error, again, right }: { error: Error; again?: () => void; right?: string | undefined }) {
  // IAM's own refusal is no problem document: one that is says what AWS has refused the hub.
  if (error instanceof Refused && error.status === 403 && error.type === '') return <Forbidden right={right} />;
  if (isUnknownToHub(error)) return <Alert type="info">{en.states.olderHub}</Alert>;
  const { problems, requestId, type } = error instanceof Refused ? error : { problems: [], requestId: '', type: '' };
  const header = type === 'credentials' ? en.states.noCredentials : en.states.failed;
  return (
    <Alert type="error" header={header} action={<WayOn type={type} again={again} />}>
      <div>{error.message || en.states.noAnswer}</div>
      {problems.length > 0 ? (
        <ul>
          {problems.map(({ at, message }) => (
            <li key={at + message}>
              {at ? <code>{at}</code> : null} {message}
            </li>
          ))}
        </ul>
      ) : null}
      {type === 'credentials' ? <Copy text={loginLine(error.message)} /> : null}
      {requestId ? (
        <div>
          {en.states.requestId} <Copy text={requestId} />
        </div>
      ) : null}
    </Alert>
  );
}

/** What can be done about it by a click. */
function WayOn({ type, again }: { type: string; again: (() => void) | undefined }) {
  const visitor = visitorOf();
  if (type === 'signed-out' && visitor) return <Button onClick={visitor.again}>{en.signIn.again}</Button>;
  return again ? <Button onClick={again}>{en.states.again}</Button> : null;
}

/** As the server of the page says it, with the profile that it runs for. */
const loginLine = (said: string): string => /aws sso login(?: --profile [\w.@/-]+)?/.exec(said)?.[0] ?? 'aws sso login';

/** API Gateway itself has no such path: its answer is no problem document. */
const isUnknownToHub = (error: Error) => error instanceof Refused && error.status === 404 && error.type === '';

/** What is missing, as the line of a policy. IAM answers in the same way for a route that does not exist. */
export const Forbidden = ({ right }: { right?: string | undefined }) => (
  <Alert type="info" header={en.states.forbidden}>
    <div>{en.states.forbiddenWhy}</div>
    {right ? <Copy text={`execute-api:Invoke …/$default/${right}`} /> : null}
  </Alert>
);

/** The answer with the four states around it: what was there stays, also when the latest look failed. */
export function Answered<T>({
  query,
  right,
  loading,
  children,
}: {
  query: UseQueryResult<T, Error>;
  right?: string;
  loading?: string;
  children(data: T): ReactNode;
}) {
  const again = () => void query.refetch();
  if (query.data === undefined) {
    const reason = query.error ?? query.failureReason;
    if (reason && (query.isError || isTold(reason))) return <Failed error={reason} again={again} right={right} />;
    return <Loading {...(loading ? { text: loading } : {})} />;
  }
  return (
    <>
      {query.failureReason ? <Alert type="warning">{en.states.stale(timeOfDay(query.dataUpdatedAt))}</Alert> : null}
      {children(query.data)}
    </>
  );
}

const isTold = (error: Error) => error instanceof Refused && error.type === 'credentials';
