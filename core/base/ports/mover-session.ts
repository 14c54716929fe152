/** What lets a pod write its repository, for an hour. */
export interface MoverSession {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** ISO 8601. */
  expiration: string;
}
