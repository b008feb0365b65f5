import { Anchor, Button, Stack } from '@mantine/core';
import { useSession } from '@myapp/client/hooks/useSession';
import { PASSWORD_LENGTH, passwordResetSchema } from '@myapp/core/entities/account';
import { modelOf } from 'reactive/react';
import { Link, useLocation } from 'wouter';
import { toasts } from '../toasts';
import { AccountFrame, FormFailure } from './account-frame';
import { PasswordField } from './fields';
import { LinkIncomplete } from './link-incomplete';
import { useAccountForm } from './use-account-form';
import { useLinkToken } from './use-link-token';

const TITLE = 'Choose a password';

const schema = passwordResetSchema.pick({ newPassword: true });

const ResetForm = ({ token }: { readonly token: string }) => {
  const session = modelOf(useSession());
  const [, navigate] = useLocation();
  const form = useAccountForm({
    schema,
    initial: { newPassword: '' },
    send: async ({ newPassword }) => {
      await session.accounts.resetPassword({ token, newPassword });
      toasts.done({ message: 'Your password is set. Sign in with it.' });
      // Whoever was signed in here may be whose sessions have just ended.
      await session.load().catch(() => undefined);
      navigate('/sign-in', { replace: true });
    },
  });
  return (
    <form {...form.props}>
      <Stack gap="md">
        <FormFailure failure={form.failure}>
          {form.failure?.errors?.['token'] !== undefined && (
            <Anchor component={Link} href="/forgot-password" inherit c="inherit" display="block" mt={6}>
              Ask for a new link
            </Anchor>
          )}
        </FormFailure>
        <PasswordField
          label="New password"
          description={`At least ${PASSWORD_LENGTH.min} characters: a few words are good ones.`}
          {...form.input('newPassword')}
          autoComplete="new-password"
          data-autofocus
        />
        <Button type="submit" loading={form.isSending} fullWidth>
          Set the password
        </Button>
      </Stack>
    </form>
  );
};

/** Where the link of an invitation, or of a forgotten password, leads. */
export const ResetPasswordPage = () => {
  const token = useLinkToken();
  if (token === undefined) {
    return (
      <LinkIncomplete title={TITLE}>
        Or{' '}
        <Anchor component={Link} href="/forgot-password" inherit>
          ask for a new one
        </Anchor>
        .
      </LinkIncomplete>
    );
  }
  return (
    <AccountFrame title={TITLE} lead="Everywhere you are signed in now, you will be asked for it.">
      <ResetForm key={token} token={token} />
    </AccountFrame>
  );
};
