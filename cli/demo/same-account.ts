import { fileURLToPath } from 'node:url';

/** The configuration of a demo within one account and Region. */
export const SAME_ACCOUNT = fileURLToPath(new URL('same-account.config.ts', import.meta.url));
