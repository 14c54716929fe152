import type { HostedUi } from '../../core/base/request/hosted-ui.ts';

/** Whom the page asks: the API, the issuer, and the identity pools of the Region. */
export const askedOrigins = (ui: HostedUi, { api, region }: { api: string; region: string }): string[] => [
  ...new Set([api, new URL(ui.issuer).origin, ...ui.endpoints, `https://cognito-identity.${region}.amazonaws.com`]),
];
