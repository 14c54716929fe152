/** Segments are cut at every 64th written block, so that only those indexes are kept: 4 MB for 16 TiB. */
export const GRAIN = 64;

/**
 * How written blocks become segments, one function each. A function moves 75 MiB/s at best
 * (625 Mbps an environment, https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html), which is 150
 * blocks/s, or half of it if reading and writing share the cap; a snapshot takes 1,000 blocks/s
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html), so eight functions of 125 a second fill it.
 * Two rounds of eight keep a slow function from holding up the rest, and leave none without work; more of them are whole
 * rounds as well, since the last one of a few takes as long as any.
 *
 * | written | blocks     | a segment | segments | a segment at 75 MiB/s (shared cap) |
 * | ------- | ---------- | --------- | -------- | ---------------------------------- |
 * | 256 MiB |        512 |       512 |        1 |   3 s (7 s)                        |
 * | 4 GiB   |      8,192 |       512 |       16 |   3 s (7 s)                        |
 * | 32 GiB  |     65,536 |     4,096 |       16 |  27 s (55 s)                       |
 * | 128 GiB |    262,144 |    16,384 |       16 | 109 s (218 s)                      |
 * | 16 TiB  | 33,554,432 |    16,384 |    2,048 | 109 s (218 s)                      |
 *
 * The longest takes a quarter of Lambda's 900 s.
 */
const FUNCTIONS = 8;
const SEGMENTS_WANTED = 2 * FUNCTIONS;
const MIN_BLOCKS = 512;
const MAX_BLOCKS = 16_384;
/** A third of Lambda's 900 s: what was copied of a segment that does not end is copied again. */
const MAX_SECONDS = 300;

/** A whole number of grains. `perSecond` is what a function may copy. */
export function blocksPerSegment(total: number, perSecond = Number.POSITIVE_INFINITY): number {
  const most = Math.min(MAX_BLOCKS, perSecond * MAX_SECONDS);
  const rounds = Math.ceil(total / (most * FUNCTIONS));
  const wanted = Math.max(total / Math.max(SEGMENTS_WANTED, rounds * FUNCTIONS), Math.min(MIN_BLOCKS, most));
  return Math.ceil(wanted / GRAIN) * GRAIN;
}
