import { Button } from '@mantine/core';
import { useSession } from '@myapp/client/hooks/useSession';
import { errorFrom } from 'reactive/errors';
import { modelOf } from 'reactive/react';
import { toasts } from '../toasts';

/** Has the message sent again by whose link an address is confirmed. */
export const SendProofAgain = ({ email }: { readonly email: string }) => {
  const { accounts } = modelOf(useSession());
  const send = async (): Promise<void> => {
    try {
      await accounts.sendEmailProof(email);
      toasts.done({ message: `A message is on its way to ${email}.` });
    } catch (thrown) {
      toasts.failed({ message: errorFrom(thrown).message });
    }
  };
  return (
    <Button variant="default" size="xs" mt="sm" onClick={() => void send()}>
      Send the message again
    </Button>
  );
};
