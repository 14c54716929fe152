/** Answers that were read before, by path, with the ETag that the hub gave each. */
interface Known {
  etag: string;
  body: unknown;
}

/** A run that is open for a day is one path; of others, the oldest go. */
const MOST = 50;
const known = new Map<string, Known>();

export const etagOf = (path: string): Record<string, string> => {
  const etag = known.get(path)?.etag;
  return etag ? { 'if-none-match': etag } : {};
};

/** The body of an answer; of one that has not changed (304), the one from before. */
export function bodyFor(path: string, answer: Response, body: unknown): unknown {
  if (answer.status === 304) return known.get(path)?.body;
  const etag = answer.headers.get('etag');
  known.delete(path);
  if (etag && answer.status === 200) known.set(path, { etag, body });
  if (known.size > MOST) known.delete(known.keys().next().value ?? '');
  return body;
}
