/** What is answered instead of a success (https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2). */
export class StorageError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
