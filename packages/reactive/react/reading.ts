import { effect, getActiveSub, setActiveSub } from 'alien-signals';

type Subscriber = ReturnType<typeof getActiveSub>;

const withSubscriber = <R>(subscriber: Subscriber, run: () => R): R => {
  const outer = setActiveSub(subscriber);
  try {
    return run();
  } finally {
    setActiveSub(outer);
  }
};

/**
 * What one render has read. It is live from the first read on, so that nothing that changes between a render and its
 * commit is missed; it tells once, and is empty then until something is read again.
 */
export class Reading {
  #subscriber: Subscriber;
  readonly #stop: () => void;
  #ended = false;

  constructor(changed: () => void) {
    let started = false;
    // Whatever computes around this must neither own the effect nor depend on it.
    this.#stop = withSubscriber(undefined, () =>
      effect(() => {
        if (started) withSubscriber(undefined, changed);
        else this.#subscriber = getActiveSub();
        started = true;
      }),
    );
  }

  /** Whether it was ended: then it tells nothing any more. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Runs `read`; whatever it reads of models belongs to this reading. */
  track<R>(read: () => R): R {
    return this.#ended ? read() : withSubscriber(this.#subscriber, read);
  }

  end(): void {
    this.#ended = true;
    this.#stop();
  }
}
