/** `${aws:PrincipalAccount}` in resources and condition values (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html). */
import type { Context } from './request-context.ts';

/** Global keys that may stand in a variable; tag keys beside them. Any other is refused when the policy is attached. */
const KNOWN = ['aws:principalaccount', 'aws:principalarn', 'aws:userid', 'aws:username', 'aws:requestedregion'];
const KNOWN_PREFIXES = ['aws:principaltag/', 'aws:resourcetag/', 'aws:requesttag/'];
const LITERALS = ['*', '?', '$'];

const VARIABLE = /\$\{([^}]*)\}/g;

/** The text with its variables replaced; undefined when one has no value, so that nothing matches. */
export function substitute(text: string, context: Context): string | undefined {
  let missing = false;
  const replaced = text.replace(VARIABLE, (_, name: string) => {
    if (LITERALS.includes(name)) return name;
    const value = context.get(name.toLowerCase());
    if (value?.length !== 1) missing = true;
    return value?.[0] ?? '';
  });
  return missing ? undefined : replaced;
}

export function unknownVariables(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map((match) => match[1] ?? '').filter((name) => !isKnown(name.toLowerCase()));
}

const isKnown = (name: string) =>
  LITERALS.includes(name) || KNOWN.includes(name) || KNOWN_PREFIXES.some((prefix) => name.startsWith(prefix));
