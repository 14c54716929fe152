/** What is used of the stock clients; their own types are not installed. */
export interface Compute {
  disks: {
    listByResourceGroup(group: string): AsyncIterable<{ id: string; diskSizeGB: number; zones: string[] }>;
    get(group: string, name: string): Promise<{ diskState: string; sku: { name: string } }>;
    beginCreateOrUpdateAndWait(group: string, name: string, disk: object): Promise<{ diskState: string }>;
    beginGrantAccessAndWait(group: string, name: string, wish: object): Promise<{ accessSAS: string }>;
    beginRevokeAccessAndWait(group: string, name: string): Promise<void>;
    beginDeleteAndWait(group: string, name: string): Promise<void>;
  };
  snapshots: {
    beginCreateOrUpdateAndWait(group: string, name: string, snapshot: object): Promise<Snapshot>;
    get(group: string, name: string): Promise<Snapshot>;
    beginUpdateAndWait(group: string, name: string, change: object): Promise<Snapshot>;
    beginGrantAccessAndWait(group: string, name: string, wish: object): Promise<{ accessSAS: string }>;
    beginRevokeAccessAndWait(group: string, name: string): Promise<void>;
    beginDeleteAndWait(group: string, name: string): Promise<void>;
  };
}
interface Snapshot {
  name: string;
  incremental: boolean;
  provisioningState: string;
  completionPercent: number;
  timeCreated: Date;
  creationData: { sourceResourceId: string };
  tags: Record<string, string>;
}
export interface Clusters {
  get(group: string, name: string): Promise<{ kubernetesVersion: string; agentPoolProfiles: { mode: string }[] }>;
  listClusterUserCredentials(
    group: string,
    name: string,
  ): Promise<{ kubeconfigs: { name: string; value: Uint8Array }[] }>;
}
export interface PageBlob {
  getPageRanges(offset: number, count: number): Promise<{ pageRange: Range[] }>;
  listPageRanges(offset: number, count: number): { byPage(size: { maxPageSize: number }): AsyncIterable<unknown> };
  getPageRangesDiffForManagedDisks(
    offset: number,
    count: number,
    previous: string,
  ): Promise<{ pageRange: Range[]; clearRange: Range[] }>;
  download(offset: number, count: number, how: object): Promise<{ contentMD5: Uint8Array; contentLength: number }>;
  uploadPages(body: Buffer, offset: number, count: number, how?: object): Promise<{ contentMD5: Uint8Array }>;
  clearPages(offset: number, count: number): Promise<unknown>;
}
interface Range {
  offset: number;
  count: number;
}
