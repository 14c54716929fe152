/** What a route allows Jobs of a run: an image by its digest, hours, and memory. */
const MOVER = { image: `restic/restic@sha256:${'0123456789abcdef'.repeat(4)}`, hours: 4, memory: '1Gi' };

/** A source that may be any cluster. */
const CLUSTER = { account: '222233334444', region: 'us-east-1', cluster: 'prod', roleArn: 'role', externalId: 'id' };

/** Clusters of whose claims Jobs may copy the files: one outside of EKS, and one of EKS. */
export const OUTSIDE = { ...CLUSTER, kind: 'kubernetes', endpoint: 'https://k8s.example.com', mover: MOVER };
export const OF_EKS = { ...CLUSTER, mover: MOVER };
