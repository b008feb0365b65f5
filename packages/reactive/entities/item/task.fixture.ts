import { z } from 'zod';
import { Item, type ItemProvider, type ProviderClass } from './index';

export interface ITask {
  id: string;
  title: string;
  done: boolean;
  note: string;
  version: number;
}

type TaskSpecs = Partial<ITask> & { provider?: ProviderClass<ItemProvider<ITask>> | undefined };

/** An item whose id and version its provider makes, and whose note may be left out. */
export class Task extends Item<ITask> {
  declare id: string;
  declare title: string;
  declare done: boolean;
  declare note: string;
  declare version: number;

  constructor(specs: TaskSpecs = {}) {
    super({
      entity: 'tasks',
      properties: ['id', 'title', 'done', 'note', 'version'],
      generated: ['id', 'version'],
      ...specs,
    });
  }

  protected override get schema() {
    return z.object({
      id: z.string(),
      title: z.string().min(2, 'Too short').toLowerCase(),
      done: z.boolean().default(false),
      note: z.string().optional(),
      version: z.number(),
    });
  }
}

/** A call that a provider got, to be answered by the test. */
export interface Call {
  readonly operation: 'load' | 'loadMany' | 'publish' | 'delete';
  readonly args: readonly unknown[];
  answer(value: unknown): void;
  fail(error: unknown): void;
}

/** A provider class whose calls wait for the test, and the calls. */
export const scripted = () => {
  const calls: Call[] = [];
  const made: unknown[] = [];
  const wait = (operation: Call['operation'], args: readonly unknown[]): Promise<never> =>
    new Promise((resolve, reject) => {
      calls.push({ operation, args, answer: resolve, fail: reject });
    });

  class Provider {
    constructor(parent: unknown) {
      made.push(parent);
    }
    protected wait(operation: Call['operation'], args: readonly unknown[]): Promise<never> {
      return wait(operation, args);
    }
    load(...args: unknown[]): Promise<never> {
      return wait('load', args);
    }
    publish(...args: unknown[]): Promise<never> {
      return wait('publish', args);
    }
    delete(...args: unknown[]): Promise<never> {
      return wait('delete', args);
    }
  }

  const last = (): Call => {
    const call = calls.at(-1);
    if (call === undefined) throw new Error('The provider was not called.');
    return call;
  };
  return { Provider, calls, made, last };
};

/** As {@link scripted}, with a provider that looks up many at once. */
export const batching = (batchSize?: number) => {
  const { Provider, ...script } = scripted();
  class Batching extends Provider {
    readonly batchSize = batchSize;
    loadMany(...args: unknown[]): Promise<never> {
      return this.wait('loadMany', args);
    }
  }
  /** What was asked for, call by call. */
  const asked = (): unknown[] => script.calls.map(({ operation, args }) => [operation, args[0]]);
  return { ...script, Provider: Batching, asked };
};

/** Lets everything run that waits for nothing but its turn. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** What a server answers to a publish. */
export const saved = (data: Partial<ITask>, status = 200) => ({ status, data });
