/** Where the local cloud, or a request, is not as botocore's models have it, and stays so. A row that nothing needs fails. */
export interface KnownDeviation {
  side: 'request' | 'answer' | 'signature';
  operation: string;
  what: string;
  reason: string;
}

export const KNOWN_DEVIATIONS: readonly KnownDeviation[] = [];
