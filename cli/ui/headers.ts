import { pagePolicy } from '../../core/base/access/page-policy.ts';

/** Of every answer. */
export const HEADERS = {
  'content-security-policy': pagePolicy(),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

export const NO_STORE = { 'cache-control': 'no-store' } as const;

/** Of files whose names change with their contents. */
export const FOR_EVER = { 'cache-control': 'public, max-age=31536000, immutable' } as const;
