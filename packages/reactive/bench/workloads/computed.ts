import { computed as preactComputed, signal as preactSignal } from '@preact/signals-core';
import { computed, signal } from 'alien-signals';
import { computed as mobxComputed, observable, observe } from 'mobx';
import { ReactiveModel } from '../../model';
import { expectSame, type Trial, type Workload } from '../workload';

/** A number that others are computed from, and what is read of them. */
interface Graph {
  readonly write: (value: number) => void;
  /** The sum of everything at the end of the graph. */
  readonly read: () => number;
}

/** One operation is one write, and one read of everything that depends on it. */
const recomputing = ({ write, read }: Graph, expected: (value: number) => number): Trial => {
  let turn = 0;
  let sum = 0;
  return {
    run(n) {
      sum = 0;
      for (let i = 0; i < n; i++) {
        turn++;
        write(turn);
        sum += read();
      }
    },
    check(n) {
      let right = 0;
      for (let value = turn - n + 1; value <= turn; value++) right += expected(value);
      expectSame('sum of what was computed', sum, right);
    },
  };
};

type Compute = () => number;

/** How a library makes a source and what depends on it. */
interface Kit {
  readonly source: () => { read: Compute; write: (value: number) => void };
  readonly computed: (compute: Compute) => Compute;
}

interface ISource {
  value: number;
}

class Source extends ReactiveModel<ISource> {
  declare value: number;

  constructor(specs: Partial<ISource> = {}) {
    super({ properties: ['value'], ...specs });
  }
}

interface IDerived {
  value: number;
}

class Derived extends ReactiveModel<IDerived> {
  declare readonly value: number;
  readonly #compute: Compute;

  constructor(compute: Compute = () => 0) {
    super({ computed: [{ name: 'value', compute: (self) => (self as Derived).#compute() }] });
    this.#compute = compute;
  }
}

const kits = {
  plain: {
    source: () => {
      let held = 0;
      return {
        read: () => held,
        write: (value: number) => {
          held = value;
        },
      };
    },
    computed: (compute: Compute) => compute,
  },
  model: {
    source: () => {
      const source = new Source({ value: 0 });
      return {
        read: () => source.value,
        write: (value: number) => {
          source.value = value;
        },
      };
    },
    computed: (compute: Compute) => {
      const derived = new Derived(compute);
      return () => derived.value;
    },
  },
  alien: {
    source: () => {
      const held = signal(0);
      return { read: () => held(), write: (value: number) => held(value) };
    },
    computed: (compute: Compute) => computed(compute),
  },
  preact: {
    source: () => {
      const held = preactSignal(0);
      return {
        read: () => held.value,
        write: (value: number) => {
          held.value = value;
        },
      };
    },
    computed: (compute: Compute) => {
      const cell = preactComputed(compute);
      return () => cell.value;
    },
  },
  mobx: {
    source: () => {
      const box = observable.box(0);
      return { read: () => box.get(), write: (value: number) => box.set(value) };
    },
    // Watched: MobX forgets the value of a computed that nobody watches.
    computed: (compute: Compute) => {
      const cell = mobxComputed(compute);
      observe(cell, () => {});
      return () => cell.get();
    },
  },
} satisfies Record<string, Kit>;

const single = ({ source, computed: derive }: Kit): Graph => {
  const { read, write } = source();
  return { write, read: derive(() => read() + 1) };
};

const fanOut = ({ source, computed: derive }: Kit, width: number): Graph => {
  const { read, write } = source();
  const cells = Array.from({ length: width }, (_, i) => derive(() => read() + i));
  return {
    write,
    read: () => {
      let sum = 0;
      for (const cell of cells) sum += cell();
      return sum;
    },
  };
};

const chain = ({ source, computed: derive }: Kit, length: number): Graph => {
  const { read, write } = source();
  let end: Compute = read;
  for (let i = 0; i < length; i++) {
    const previous = end;
    end = derive(() => previous() + 1);
  }
  return { write, read: end };
};

const contenders = (trial: (kit: Kit, size: number) => Trial) =>
  Object.fromEntries(Object.entries(kits).map(([name, kit]) => [name, (size: number) => trial(kit, size)]));

const common = { kind: 'time', section: 'speed', base: 'alien' } as const;
const targets = [{ subject: 'model', limit: 1.5 }];

export const computedWorkloads: readonly Workload[] = [
  {
    ...common,
    name: 'computed: write + read',
    size: 1,
    targets,
    contenders: contenders((kit) => recomputing(single(kit), (value) => value + 1)),
  },
  {
    ...common,
    name: 'computed: fan-out 1 → 1,000',
    size: 1000,
    targets,
    contenders: contenders((kit, size) =>
      recomputing(fanOut(kit, size), (value) => size * value + (size * (size - 1)) / 2),
    ),
  },
  {
    ...common,
    name: 'computed: chain of 100',
    size: 100,
    targets,
    contenders: contenders((kit, size) => recomputing(chain(kit, size), (value) => value + size)),
  },
];
