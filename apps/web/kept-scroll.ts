import { useLayoutEffect, useState } from 'react';
import { useLocation, useSearch } from 'wouter';

/** How long content may take to come back, in milliseconds. */
const PATIENCE = 5_000;

/** What a person scrolls by. */
const GESTURES = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

const addressNow = (): string => window.location.pathname + window.location.search;

/** The page of an address. A user is a drawer over the list. */
const pageOf = (address: string): string => {
  const [path = ''] = address.split('?');
  return path.replace(/^\/users\/[^/]+$/, '/users');
};

const scrollTo = (top: number): void => window.scrollTo({ top, behavior: 'instant' });

class KeptScroll {
  /** By address, how far down it was seen last. */
  readonly #offsets = new Map<string, number>();
  /** What is on the screen. */
  #address = addressNow();
  #cameBackTo: string | undefined;
  /** Ends what brings an offset back. */
  #restoring = new AbortController();

  constructor() {
    this.#restoring.abort();
  }

  /** Notes what is seen, until the returned function is called. */
  readonly follow = (): (() => void) => {
    const end = new AbortController();
    const options = { passive: true, signal: end.signal };
    const comeBack = (): void => {
      this.#cameBackTo = addressNow();
    };
    window.addEventListener('popstate', comeBack, options);
    window.addEventListener('scroll', () => this.#note(), options);
    return () => {
      end.abort();
      this.#restoring.abort();
    };
  };

  /** Another address is on the screen, its content perhaps not yet. */
  arrive(): void {
    const address = addressNow();
    const last = this.#address;
    if (address === last) return;
    this.#address = address;
    this.#restoring.abort();
    const isBack = this.#cameBackTo === address;
    this.#cameBackTo = undefined;
    const offset = this.#offsets.get(address);
    if (isBack) {
      // After a reload only the browser knows it.
      if (offset !== undefined) this.#restore(offset);
      return;
    }
    if (pageOf(address) !== pageOf(last)) scrollTo(0);
    this.#note();
  }

  #note(): void {
    // What the browser does while a page is exchanged is not what a person saw last.
    const isSeen = this.#restoring.signal.aborted && this.#address === addressNow();
    if (isSeen) this.#offsets.set(this.#address, window.scrollY);
  }

  #restore(offset: number): void {
    const restoring = new AbortController();
    this.#restoring = restoring;
    const end = (): void => restoring.abort();
    // It is called at once, too, and then whenever content has come.
    const observer = new ResizeObserver(() => {
      scrollTo(offset);
      if (Math.abs(window.scrollY - offset) < 1) end();
    });
    const timer = setTimeout(end, PATIENCE);
    const { signal } = restoring;
    signal.addEventListener('abort', () => {
      observer.disconnect();
      clearTimeout(timer);
    });
    for (const gesture of GESTURES)
      window.addEventListener(gesture, end, { capture: true, passive: true, signal });
    observer.observe(document.body);
  }
}

/**
 * Shows a page from its top where a link leads to it, and where it was seen last where a person goes back or forward to
 * it. The browser does the latter as long as the content is there; it is tried again while content comes, until a
 * person scrolls. A drawer, filters and pages of a list are on the same page, which stays where it is. After a reload
 * it is the browser that knows.
 *
 * @example
 * useKeptScroll(); // once, in the frame of all pages
 */
export const useKeptScroll = (): void => {
  const [path] = useLocation();
  const search = useSearch();
  const [kept] = useState(() => new KeptScroll());
  // Before the router, which follows in an effect and shows another page as soon as it hears of it.
  useLayoutEffect(() => kept.follow(), [kept]);
  // Before it is painted.
  useLayoutEffect(() => kept.arrive(), [kept, path, search]);
};
