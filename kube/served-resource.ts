/** A kind that an API server serves, from its discovery documents. */
export interface ServedResource {
  apiVersion: string;
  kind: string;
  /** Plural name in URLs. */
  resource: string;
  namespaced: boolean;
  verbs: string[];
}
