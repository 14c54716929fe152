/**
 * The Content Security Policy of the page: nothing inline, no file from elsewhere, no text that becomes a script, and nobody
 * asked for anything besides its own origin and those that are named (https://www.w3.org/TR/CSP3/).
 */
export const pagePolicy = (asked: readonly string[] = []): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    `connect-src ${["'self'", ...asked].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
