import { parseQuantity } from '../kubernetes/kinds/quantity.ts';

/** What the driver takes as a size: no sign, no exponent, no thousandths. */
const SIZE = /^\d+(?:\.\d+)?([kMGTP]?|[KMGTP]i)$/;

/** Whole GiB that hold a Kubernetes quantity such as `1500M` or `8Gi`; EBS sells no less than one. */
export function gibibytesOf(quantity: string): number {
  if (!SIZE.test(quantity)) throw new Error(`'${quantity}' is no size that the EBS CSI driver reads.`);
  return Math.max(1, Math.ceil(parseQuantity(quantity) / 2 ** 30));
}
