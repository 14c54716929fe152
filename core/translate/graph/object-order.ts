/** What the references among custom resources say of the order in which they are applied. */
export interface ObjectOrder {
  /** How deep each object needs others: more than each of them, where no circle keeps it from that. */
  levels: ReadonlyMap<string, number>;
  /** Objects that need each other by however many between, so that they have one level. */
  circles: readonly (readonly string[])[];
}

/**
 * Orders objects by what each needs, deepest needs first; no object is lower than its floor, which its kind gives it. Groups that
 * need each other come out by Tarjan's algorithm, kept on a stack of our own: chains may be longer than a call stack.
 */
export function orderOfObjects(
  needs: Readonly<Record<string, readonly string[]>>,
  floor: (object: string) => number,
): ObjectOrder {
  const search = new Search(needs, floor);
  for (const object of Object.keys(needs).toSorted()) search.from(object);
  return { levels: search.levels, circles: search.circles };
}

interface Step {
  object: string;
  rest: string[];
}

class Search {
  readonly levels = new Map<string, number>();
  readonly circles: string[][] = [];
  readonly #number = new Map<string, number>();
  readonly #lowest = new Map<string, number>();
  readonly #open: string[] = [];
  readonly #needs: Readonly<Record<string, readonly string[]>>;
  readonly #floor: (object: string) => number;

  constructor(needs: Readonly<Record<string, readonly string[]>>, floor: (object: string) => number) {
    this.#needs = needs;
    this.#floor = floor;
  }

  from(object: string): void {
    if (this.#number.has(object)) return;
    const path = [this.#enter(object)];
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const next = step.rest.pop();
      if (next === undefined) {
        path.pop();
        this.#leave(step.object);
        const above = path.at(-1)?.object;
        if (above !== undefined) this.#lower(above, this.#lowest.get(step.object)!);
      } else if (!this.#number.has(next)) path.push(this.#enter(next));
      else if (!this.levels.has(next)) this.#lower(step.object, this.#number.get(next)!);
    }
  }

  #enter(object: string): Step {
    const number = this.#number.size;
    this.#number.set(object, number);
    this.#lowest.set(object, number);
    this.#open.push(object);
    return { object, rest: this.#of(object).toReversed() };
  }

  #lower(object: string, number: number): void {
    this.#lowest.set(object, Math.min(this.#lowest.get(object)!, number));
  }

  /** The last of a group to be left is the first that was entered: all that the group needs has its level by then. */
  #leave(object: string): void {
    if (this.#lowest.get(object) !== this.#number.get(object)) return;
    const group = this.#open.splice(this.#open.lastIndexOf(object));
    const inside = new Set(group);
    const below = group.flatMap((each) => this.#of(each).filter((need) => !inside.has(need)));
    const level = [...below.map((need) => this.levels.get(need)! + 1), ...group.map(this.#floor)].reduce(
      (a, b) => Math.max(a, b),
      0,
    );
    for (const each of group) this.levels.set(each, level);
    if (group.length > 1) this.circles.push(group.toSorted());
  }

  #of(object: string): readonly string[] {
    return Object.hasOwn(this.#needs, object) ? this.#needs[object]! : [];
  }
}
