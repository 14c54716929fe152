/** Bytes of a GiB, the unit of EBS volumes and of Kubernetes' `Gi`. */
export const GIB = 2 ** 30;
