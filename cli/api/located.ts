import type { OwnCredentials } from './own-credentials.ts';

/** Where the API is, and as whom it is called. */
export interface Located {
  api: string;
  region: string;
  credentials: OwnCredentials;
}
