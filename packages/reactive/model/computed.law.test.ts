import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../errors/runs.fixture';
import { type ComputedProperty, ReactiveModel, transaction } from './index';

type Values = Record<string, number>;

const sources = ['s0', 's1', 's2'];

/** Each computed property takes two of the sources or of the computed ones before it; one in three has a branch. */
const graph = fc.array(
  fc.record({ left: fc.nat(20), right: fc.nat(20), declared: fc.boolean(), branches: fc.boolean() }),
  { minLength: 1, maxLength: 8 },
);

type Graph = typeof graph extends fc.Arbitrary<infer G> ? G : never;

const inputsOf = (graph: Graph, at: number): [string, string] => {
  const known = [...sources, ...graph.slice(0, at).map((_, index) => `c${index}`)];
  const { left, right } = graph[at] as Graph[number];
  return [known[left % known.length] as string, known[right % known.length] as string];
};

const formula = (values: Values, [left, right]: [string, string], branches: boolean): number => {
  const first = values[left] ?? 0;
  if (branches && first % 2 === 0) return first + 1;
  return (first * 3 + (values[right] ?? 0) * 7) % 11;
};

const classOf = (graph: Graph) => {
  const computed = graph.map((node, at): ComputedProperty<Values> => {
    const inputs = inputsOf(graph, at);
    const compute = (self: Values) => formula(self, inputs, node.branches);
    return node.declared ? { name: `c${at}`, dependencies: inputs, compute } : { name: `c${at}`, compute };
  });
  return class Graphic extends ReactiveModel<Values> {
    constructor(specs: Values = {}) {
      // A list of properties is no number, which all values of a record are.
      super({ properties: sources, computed, ...specs } as never);
    }
  };
};

/** The same, computed anew from the sources. */
const recompute = (graph: Graph, given: Values): Values => {
  const values = { ...given };
  graph.forEach((node, at) => {
    values[`c${at}`] = formula(values, inputsOf(graph, at), node.branches);
  });
  return values;
};

const write = fc.record({ source: fc.constantFrom(...sources), value: fc.nat(10), fails: fc.boolean() });

describe('any graph of computed properties', () => {
  it('[M-42] is what computing it anew gives, whoever reads, listens or takes back in between', () => {
    fc.assert(
      fc.property(
        graph,
        fc.array(fc.array(write, { maxLength: 3 }), { maxLength: 6 }),
        fc.infiniteStream(fc.boolean()),
        (graph, rounds, coin) => {
          const names = graph.map((_, at) => `c${at}`);
          let known: Values = { s0: 1, s1: 2, s2: 3 };
          const model = new (classOf(graph))(known);
          const read = (name: string) => model.getProperty(name);
          const expectAll = (given: Values) => {
            const anew = recompute(graph, given);
            expect(Object.fromEntries(names.map((name) => [name, read(name)]))).toEqual(
              Object.fromEntries(names.map((name) => [name, anew[name]])),
            );
          };
          const told: Values = {};
          const toss = () => coin.next().value === true;
          const heard = names.filter(toss);
          for (const name of heard) {
            told[name] = read(name) ?? 0;
            model.on(`${name}.changed`, ({ value, previous }) => {
              expect(previous).toBe(told[name]);
              expectAll(known);
              told[name] = value;
            });
          }
          for (const writes of rounds) {
            const next = { ...known };
            const fails = writes.some((each) => each.fails);
            try {
              transaction(() => {
                for (const { source, value } of writes) {
                  next[source] = value;
                  model.set({ [source]: value });
                  if (toss()) expectAll(next);
                }
                if (fails) throw new RangeError('taken back');
                known = next;
              });
            } catch (error) {
              if (!(error instanceof RangeError)) throw error;
            }
            expectAll(known);
            for (const name of heard) expect(told[name]).toBe(recompute(graph, known)[name]);
          }
        },
      ),
      runs(300),
    );
  });
});
