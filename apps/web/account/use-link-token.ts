import { useEffect, useState } from 'react';

const tokenIn = (hash: string): string | undefined =>
  new URLSearchParams(hash.slice(1)).get('token') ?? undefined;

/**
 * The token that the link of a message brought, behind the `#` of its address. It is taken out of the address at once:
 * it is not to stay in the history, nor on a screen that others look at.
 */
export const useLinkToken = (): string | undefined => {
  const [token, setToken] = useState(() => tokenIn(window.location.hash));
  useEffect(() => {
    const take = (): void => {
      const found = tokenIn(window.location.hash);
      if (found === undefined) return;
      setToken(found);
      window.history.replaceState(window.history.state, '', window.location.pathname);
    };
    take();
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return token;
};
