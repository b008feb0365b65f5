import { useEffect } from 'react';

/** Dialogs give the focus back by themselves, a moment after they close. */
const PATIENCE = 50;

const pageStart = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('h1[tabindex]') ?? document.querySelector('main');

const isDisabled = (element: HTMLElement): boolean => element.matches(':disabled');

/**
 * Keeps the focus on the page. What has it may go (a button with its row, a toast, a banner) or be disabled (while
 * something is sent), and the browser then forgets where a person was: a keyboard starts over and a screen reader falls
 * silent. What was disabled gets the focus back once it is enabled, unless a person has gone on meanwhile. In the place
 * of what is gone the dialog gets it that it was in, or else the heading of the page.
 *
 * @example
 * useKeptFocus(); // once, in the frame of all pages
 */
export const useKeptFocus = (): void => {
  useEffect(() => {
    let last: HTMLElement | null = null;
    let dialog: HTMLElement | null = null;
    let wasDisabled = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const remember = ({ target }: FocusEvent): void => {
      // A dialog that stands in for what is disabled is not where a person went.
      if (target === dialog && wasDisabled) return;
      last = target instanceof HTMLElement ? target : null;
      dialog = last?.closest<HTMLElement>('[role="dialog"]') ?? null;
      wasDisabled = false;
    };
    const isNowhere = (): boolean => document.activeElement === document.body;
    const standIn = (): void => {
      if (last === null || !isNowhere()) return;
      // A page goes on from what is disabled; a dialog hears its keys only while it has the focus.
      if (dialog?.isConnected) dialog.focus({ preventScroll: true });
      else if (!last.isConnected) pageStart()?.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(() => {
      if (last === null) return;
      if (!last.isConnected || isDisabled(last)) {
        wasDisabled = last.isConnected;
        clearTimeout(timer);
        timer = setTimeout(standIn, PATIENCE);
      } else if (wasDisabled) {
        wasDisabled = false;
        clearTimeout(timer);
        if (isNowhere() || document.activeElement === dialog) last.focus({ preventScroll: true });
      }
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
