/** Reads secrets of a member's account. */
export interface Secrets {
  /** The text of a secret's newest version. Throws NotFound and AccessDenied; no error has it. */
  read(arn: string): Promise<string>;
}
