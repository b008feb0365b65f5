import { describe, expect, it } from 'vitest';
import { DefinitionError } from '../errors';
import { useReported } from '../errors/reported.fixture';
import {
  batch,
  beginDelivery,
  deliveryNumber,
  endDelivery,
  enqueue,
  isDelivering,
  isRecording,
  isThenable,
  type Notifier,
  onRollback,
  transaction,
} from './batch';

/** A notifier that writes down what it is asked to do. */
const notifier = (log: string[], name: string, onDeliver: () => void = () => {}): Notifier => ({
  prepare: () => void log.push(`${name} prepares`),
  settle: () => void log.push(`${name} settles`),
  deliver: () => {
    log.push(`${name} delivers`);
    onDeliver();
  },
});

describe('a batch', () => {
  const reported = useReported();

  it('[M-20] delivers at the end of the outermost one, each step for all before the next', () => {
    const log: string[] = [];
    batch(() => {
      batch(() => enqueue(notifier(log, 'first')));
      enqueue(notifier(log, 'second'));
      expect(log).toEqual([]);
    });
    expect(log).toEqual(
      ['prepares', 'settles', 'delivers'].flatMap((step) => [`first ${step}`, `second ${step}`]),
    );
    log.length = 0;
    batch(() => {});
    expect(log).toEqual([]);
  });

  it('[M-23] has what a listener queues told in a round of its own, of the same delivery', () => {
    const log: string[] = [];
    const numbers: number[] = [];
    const note = () => {
      numbers.push(deliveryNumber());
      expect(isDelivering()).toBe(true);
    };
    const answer = notifier(log, 'answer', note);
    const ask = () => batch(() => enqueue(notifier(log, 'question', () => [note(), enqueue(answer)])));
    expect(isDelivering()).toBe(false);
    ask();
    expect(isDelivering()).toBe(false);
    const round = (name: string) => ['prepares', 'settles', 'delivers'].map((step) => `${name} ${step}`);
    expect(log).toEqual([...round('question'), ...round('answer')]);
    ask();
    const [first, same, second, again] = numbers;
    expect([same, again]).toEqual([first, second]);
    expect(second).not.toBe(first);
  });

  it('[M-24] ends after a hundred rounds, says so, and delivers what comes later', () => {
    const log: string[] = [];
    const endless: Notifier = notifier(log, 'endless', () => enqueue(endless));
    batch(() => enqueue(endless));
    expect(log.filter((line) => line === 'endless delivers')).toHaveLength(100);
    expect(log.at(-1)).toBe('endless settles');
    expect(reported).toEqual([
      new DefinitionError(
        'Listeners keep changing what they listen to. Make one of them stop at a fixed point.',
      ),
    ]);
    log.length = 0;
    batch(() => enqueue(notifier(log, 'later')));
    expect(log).toEqual(['later prepares', 'later settles', 'later delivers']);
  });

  it('[M-24] is not stopped when the hundredth round is the last', () => {
    const log: string[] = [];
    let rounds = 0;
    const long: Notifier = notifier(log, 'long', () => {
      rounds += 1;
      if (rounds < 100) enqueue(long);
    });
    batch(() => enqueue(long));
    expect([rounds, reported]).toEqual([100, []]);
  });

  it('[M-20] can be a delivery, which is begun in no batch and in no other one', () => {
    const log: string[] = [];
    batch(() => expect(beginDelivery()).toBe(false));
    const before = deliveryNumber();
    expect(beginDelivery()).toBe(true);
    expect([beginDelivery(), isDelivering(), deliveryNumber() === before]).toEqual([false, true, false]);
    batch(() => enqueue(notifier(log, 'meanwhile')));
    expect(log).toEqual([]);
    endDelivery();
    expect([isDelivering(), log]).toEqual([
      false,
      ['meanwhile prepares', 'meanwhile settles', 'meanwhile delivers'],
    ]);
  });
});

describe('what is recorded', () => {
  it('[M-31] is taken back from the last to the first, and only in a transaction', () => {
    const log: string[] = [];
    onRollback(() => log.push('never'));
    expect(isRecording()).toBe(false);
    const failing = () =>
      transaction(() => {
        expect(isRecording()).toBe(true);
        for (const step of ['one', 'two', 'three']) onRollback(() => log.push(step));
        throw new Error('taken back');
      });
    expect(failing).toThrow('taken back');
    expect([log, isRecording()]).toEqual([['three', 'two', 'one'], false]);
  });

  it('[M-32] by an inner transaction is taken back by the outer one too', () => {
    const log: string[] = [];
    const failing = () =>
      transaction(() => {
        onRollback(() => log.push('outer'));
        transaction(() => onRollback(() => log.push('inner')));
        throw new Error('taken back');
      });
    expect(failing).toThrow('taken back');
    expect(log).toEqual(['inner', 'outer']);
  });

  it('[M-33] is kept where the result has a `then` that is none, and not where it has one', () => {
    // Made by name: an object literal with a `then` is taken for a slip.
    const having = (then: unknown): object => Object.defineProperty({}, ['then'].join(), { value: then });
    expect([Promise.resolve(), having(() => {})].map(isThenable)).toEqual([true, true]);
    const others = [undefined, null, 'then', {}, having(1), () => {}];
    expect(others.map(isThenable)).toEqual(others.map(() => false));
    expect(transaction(() => having(1))).toEqual(having(1));
  });
});
