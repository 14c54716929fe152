/** How much goes into one call, and how many calls are under way at a time. */
export interface BatchLimits {
  calls: number;
  /** In one call. */
  items: number;
  bytes: number;
}

interface Waiting<Item, Answer> {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Gathers what is asked at the same time into few calls. While all calls are under way, the rest waits and gathers; what
 * is there when one may start is spread over those that may. Only items of one kind share a call.
 */
export function batches<Item extends { kind: string; bytes: number }, Answer>(
  limits: BatchLimits,
  run: (items: Item[]) => Promise<Answer[]>,
): (item: Item) => Promise<Answer> {
  const queue: Waiting<Item, Answer>[] = [];
  let underWay = 0;
  const start = async (batch: Waiting<Item, Answer>[]) => {
    underWay += 1;
    try {
      const answers = await run(batch.map(({ item }) => item));
      for (const [at, { resolve }] of batch.entries()) resolve(answers[at]!);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      underWay -= 1;
      startMore();
    }
  };
  const startMore = () => {
    while (queue.length > 0 && underWay < limits.calls) {
      const share = Math.ceil(queue.length / (limits.calls - underWay));
      void start(take(queue, Math.min(share, limits.items), limits.bytes));
    }
  };
  return (item) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    queue.push({ item, resolve, reject });
    // After everything that is asked in this turn.
    if (queue.length === 1) setImmediate(startMore);
    return promise;
  };
}

function take<Item extends { kind: string; bytes: number }, Answer>(
  queue: Waiting<Item, Answer>[],
  most: number,
  bytes: number,
): Waiting<Item, Answer>[] {
  const [first] = queue;
  let count = 0;
  let size = 0;
  for (const { item } of queue.slice(0, most)) {
    size += item.bytes;
    if (item.kind !== first?.item.kind || (count > 0 && size > bytes)) break;
    count += 1;
  }
  return queue.splice(0, count);
}
