import { useEffect } from 'react';

/** Dialogs give the focus back by themselves, a moment after they close. */
const PATIENCE = 50;

const canHaveFocus = (element: Element): boolean => element.isConnected && !element.matches(':disabled');

const pageStart = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('h1[tabindex]') ?? document.querySelector('main');

/**
 * Keeps the focus on the page. What has it may go (a button with its row, a toast, a banner) or be disabled, and the
 * browser then forgets where a person was: a keyboard starts over and a screen reader falls silent. The dialog that it
 * was in gets the focus then, or else the heading of the page.
 *
 * @example
 * useKeptFocus(); // once, in the frame of all pages
 */
export const useKeptFocus = (): void => {
  useEffect(() => {
    let last: HTMLElement | null = null;
    let dialog: HTMLElement | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const remember = ({ target }: FocusEvent): void => {
      last = target instanceof HTMLElement ? target : null;
      dialog = last?.closest<HTMLElement>('[role="dialog"]') ?? null;
    };
    const isNowhere = (): boolean => last !== null && document.activeElement === document.body;
    const rescue = (): void => {
      if (!isNowhere()) return;
      // A button that was disabled for a moment, while something was sent, is where it was.
      const place = [last, dialog].find((element) => element !== null && canHaveFocus(element));
      (place ?? pageStart())?.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(() => {
      if (!isNowhere() || last === null || canHaveFocus(last)) return;
      clearTimeout(timer);
      timer = setTimeout(rescue, PATIENCE);
    });
    document.addEventListener('focusin', remember);
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
    return () => {
      document.removeEventListener('focusin', remember);
      observer.disconnect();
      clearTimeout(timer);
    };
  }, []);
};
