/** What `kubeferry ui publish` has written into the page. */
export interface Settings {
  /** URL of the hub's API. */
  api: string;
  region: string;
  issuer: string;
  clientId: string;
  /** Origins where the issuer may be asked for tokens. */
  endpoints: string[];
  identityPool: string;
  /** The claim of the ID token that names groups. */
  claim: string;
}

/** The settings of the hosted page; undefined on one's own machine. */
export function settingsOf(root: HTMLElement): Settings | undefined {
  const { hosted } = root.dataset;
  return hosted ? (JSON.parse(hosted) as Settings) : undefined;
}
