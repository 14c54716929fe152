/** What is said of signing in, each with the way out. */
export const hostedTexts = {
  title: 'Signing in',
  waiting: (host: string) => `Asking ${host} who you are`,
  refused: 'You are not signed in',
  out: 'You are signed out',
  outText: 'No keys are left in this tab.',
  signIn: 'Sign in',
  noIssuer: (issuer: string, why: string) =>
    `The issuer ${issuer} did not answer this page: ${why}. It has to let scripts of this origin read it (CORS); ui.issuer of kubeferry.config.ts is its address.`,
  otherIssuer: (issuer: string, other: string) =>
    `The issuer calls itself ${other}, and ${issuer} is expected: nothing of it is used. Correct ui.issuer in kubeferry.config.ts, deploy, and publish the page again.`,
  otherEndpoint: (endpoint: string) =>
    `The issuer gives out tokens at ${endpoint}, which the policy of this page does not let it ask: add that origin to ui.endpoints in kubeferry.config.ts, deploy, and publish the page again.`,
  noEndpoint: (name: string) => `The issuer names no ${name}: it is none that people sign in at by a code.`,
  refusedBy: (error: string, description: string) =>
    `The issuer refused it: ${description || error} (${error}). Ask whoever runs it to let you use this page, then sign in again.`,
  notBegun:
    'This answer of the issuer belongs to no sign-in of this tab: its state is another one. Nothing of it is used. Sign in again here.',
  otherNonce:
    'The token belongs to another sign-in: its nonce is another one. Nothing of it is used. Sign in again here.',
  otherAudience: (client: string) =>
    `The token is for another application than ${client}. ui.clientId of kubeferry.config.ts is the one that the issuer has for this page.`,
  expired:
    'The token of the issuer has expired, or the clock of this machine is wrong. Set the clock, then sign in again.',
  usedCode: (error: string) =>
    `The issuer gave no token for its own code (${error}): a code counts once, and for a minute or so. Sign in again.`,
  strangeAnswer: (why: string) => `The answer of the issuer is none that this page understands: ${why}. Sign in again.`,
  noPool: (region: string, why: string) =>
    `AWS gave no keys for the token: ${why}. The identity pool of ${region} has to know the issuer and this client: deploy kubeferry-ui again, and publish the page.`,
  noRole: (person: string, groups: readonly string[]) =>
    `${person} is signed in, and ${groups.length > 0 ? `none of their groups (${groups.join(', ')}) has a role here` : 'the token names no group'}. Ask to be put into a group of ui.groups in kubeferry.config.ts, then sign in again.`,
  ended: 'Your sign-in has ended. What you have typed is still here; signing in again loads the page again.',
  noAnswer: (api: string, origin: string) =>
    `${api} did not answer this page. It answers pages of ui.origin in kubeferry.config.ts alone, which has to be ${origin}; a run that was started goes on.`,
};
