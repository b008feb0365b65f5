import { useSession } from '@myapp/client/hooks/useSession';
import type { AccountOptions } from '@myapp/client/providers/account';
import { useEffect, useState } from 'react';
import { modelOf } from 'reactive/react';
import { connection } from '../connection';

/** How accounts are kept here; `undefined` until the server has said it. */
export const useAccountOptions = (): AccountOptions | undefined => {
  const { accounts } = modelOf(useSession());
  const [options, setOptions] = useState<AccountOptions>();
  useEffect(() => {
    let isShown = true;
    accounts.options().then(
      (found) => isShown && setOptions(found),
      (thrown: unknown) => void connection.noteError(thrown),
    );
    return () => {
      isShown = false;
    };
  }, [accounts]);
  return options;
};
