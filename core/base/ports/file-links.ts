/** Addresses by which whoever has one reads a record of a run, for some minutes and without keys of AWS. */
export interface FileLinks {
  /** `name`: what the browser calls the file. */
  link(key: string, name: string): Promise<string>;
}
