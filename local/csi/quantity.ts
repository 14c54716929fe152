const FACTORS: Record<string, number> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** Whole GiB that hold a Kubernetes quantity such as `1500M` or `8Gi`; EBS sells no less than one. */
export function gibibytesOf(quantity: string): number {
  const match = /^(\d+(?:\.\d+)?)([kMGTP]?|[KMGTP]i)$/.exec(quantity);
  const factor = FACTORS[match?.[2] ?? '?'];
  if (!match || factor === undefined) throw new Error(`'${quantity}' is no size that the EBS CSI driver reads.`);
  return Math.max(1, Math.ceil((Number(match[1]) * factor) / 2 ** 30));
}
