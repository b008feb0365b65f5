import { Anchor, Button, Stack } from '@mantine/core';
import { useSession } from '@myapp/client/hooks/useSession';
import { emailProofSchema } from '@myapp/core/entities/account';
import { modelOf } from 'reactive/react';
import { Link, useLocation } from 'wouter';
import { toasts } from '../toasts';
import { AccountFrame, FormFailure } from './account-frame';
import { LinkIncomplete } from './link-incomplete';
import { useAccountForm } from './use-account-form';
import { useLinkToken } from './use-link-token';

const TITLE = 'Confirm your address';

const ConfirmForm = ({ token }: { readonly token: string }) => {
  const session = modelOf(useSession());
  const [, navigate] = useLocation();
  const form = useAccountForm({
    schema: emailProofSchema.omit({ token: true }),
    initial: {},
    send: async () => {
      await session.proveEmail(token);
      toasts.done({ message: 'Your address is confirmed.' });
      navigate('/users', { replace: true });
    },
  });
  return (
    <form {...form.props}>
      <Stack gap="md">
        <FormFailure failure={form.failure}>
          {form.failure?.errors?.['token'] !== undefined && ' To get one, sign in with your password.'}
        </FormFailure>
        <Button type="submit" loading={form.isSending} fullWidth data-autofocus>
          Confirm and sign in
        </Button>
      </Stack>
    </form>
  );
};

/** Where the link leads that proves an address. It takes a click: opening a link is to sign nobody in by itself. */
export const ConfirmAddressPage = () => {
  const token = useLinkToken();
  if (token === undefined) {
    return (
      <LinkIncomplete title={TITLE}>
        Or{' '}
        <Anchor component={Link} href="/sign-in" inherit>
          sign in
        </Anchor>{' '}
        to get a new one.
      </LinkIncomplete>
    );
  }
  return (
    <AccountFrame title={TITLE} lead="One click, and your account is ready.">
      <ConfirmForm key={token} token={token} />
    </AccountFrame>
  );
};
