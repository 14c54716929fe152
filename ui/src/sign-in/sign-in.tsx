import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { en } from '../texts/en.ts';
import { becomePerson } from './session.ts';

/** The people of the local cloud: each has the rights of a group, and nobody needs a password on this machine. */
export function SignIn({ people }: { people: readonly string[] }) {
  const be = (person: string) => {
    becomePerson(person);
    location.reload();
  };
  return (
    <SpaceBetween size="l">
      <Header variant="h1">{en.signIn.title}</Header>
      <Box>{en.signIn.text}</Box>
      {people.map((person) => (
        <div key={person}>
          <Button onClick={() => be(person)}>{en.signIn.as(person)}</Button>{' '}
          <Box variant="span">{en.signIn.may[person] ?? ''}</Box>
        </div>
      ))}
    </SpaceBetween>
  );
}
