import { useEffect, useEffectEvent } from 'react';

/** Seconds between two attempts to reach a server that does not answer: more and more of them. */
const WAITS = [1, 2, 3, 5, 8, 10];

/**
 * Tries again as long as the server does not answer: after longer and longer waits, and when the network is back.
 *
 * @example
 * useReconnection(isLost, reload);
 */
export const useReconnection = (isLost: boolean, reload: () => Promise<void>): void => {
  const retry = useEffectEvent(reload);
  useEffect(() => {
    if (!isLost) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let attempts = 0;
    const stop = (): void => clearTimeout(timer);
    const again = (): void => {
      stop();
      timer = setTimeout(again, (WAITS[attempts] ?? 15) * 1000);
      if (attempts > 0) void retry();
      attempts++;
    };
    again();
    window.addEventListener('online', again);
    return () => {
      stop();
      window.removeEventListener('online', again);
    };
  }, [isLost]);
};
