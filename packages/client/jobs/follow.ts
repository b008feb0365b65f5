/** Milliseconds between two looks: at what moves, and at most at what does not. */
const PACE = { first: 700, most: 10_000, growth: 1.6 } as const;

/** Milliseconds between two looks at least, however often there is news. */
const THROTTLE = 500;

/** What is kept up to date. */
export interface Followed {
  /** Asks the server for it; a failure is no reason not to ask again. */
  readonly reload: () => Promise<unknown>;
  /** What tells that it has moved: asked again soon, it may move further. */
  readonly state: () => unknown;
  /** Whether it will not move any more by itself. */
  readonly isOver: () => boolean;
}

const followers = new Set<() => void>();

/**
 * Says that jobs have changed: what is followed is looked at now. What nobody hears of is found by looking.
 *
 * @example
 * useTopic('jobs', signalJobs);
 */
export function signalJobs(): void {
  for (const look of followers) look();
}

/** Looks again and again: soon at what moves, seldom at what stands still, and not while nobody looks at the page. */
class Follower {
  readonly #followed: Followed;
  #wait: number = PACE.first;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: unknown;
  #lookedAt = 0;
  #isLooking = false;
  #isWanted = false;
  #ended = false;

  constructor(followed: Followed) {
    this.#followed = followed;
    this.#state = followed.state();
    this.#plan();
  }

  /** Looks now, or soon where it has just looked. */
  readonly look = (): void => {
    this.#wait = PACE.first;
    if (this.#isLooking) {
      this.#isWanted = true;
      return;
    }
    clearTimeout(this.#timer);
    const wait = this.#lookedAt + THROTTLE - Date.now();
    if (wait > 0) this.#timer = setTimeout(() => void this.#look(), wait);
    else void this.#look();
  };

  readonly onReturn = (): void => {
    if (document.visibilityState === 'hidden') clearTimeout(this.#timer);
    else this.look();
  };

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    this.#isLooking = true;
    this.#isWanted = false;
    this.#lookedAt = Date.now();
    await this.#followed.reload().catch(() => undefined); // it stands in what is followed
    this.#isLooking = false;
    const state = this.#followed.state();
    this.#wait = state === this.#state ? Math.min(this.#wait * PACE.growth, PACE.most) : PACE.first;
    this.#state = state;
    this.#plan();
    if (this.#isWanted && !this.#ended) this.look();
  }

  #plan(): void {
    if (this.#ended || this.#followed.isOver() || document.visibilityState === 'hidden') return;
    this.#timer = setTimeout(() => void this.#look(), this.#wait);
  }
}

/** Keeps something up to date until the returned function is called. */
export function follow(followed: Followed): () => void {
  const follower = new Follower(followed);
  followers.add(follower.look);
  document.addEventListener('visibilitychange', follower.onReturn);
  return () => {
    follower.end();
    followers.delete(follower.look);
    document.removeEventListener('visibilitychange', follower.onReturn);
  };
}
