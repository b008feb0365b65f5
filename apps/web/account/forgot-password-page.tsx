import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useSession } from '@myapp/client/hooks/useSession';
import { addressSchema } from '@myapp/core/entities/account';
import { useState } from 'react';
import { modelOf } from 'reactive/react';
import { Link } from 'wouter';
import { announce } from '../announcer';
import { AccountFrame, FormFailure } from './account-frame';
import { EmailField } from './fields';
import { useAccountForm } from './use-account-form';

/** Has a link sent by which a new password is chosen. It does not tell whether there is such an account. */
export const ForgotPasswordPage = () => {
  const { accounts } = modelOf(useSession());
  const [asked, setAsked] = useState<string>();
  const form = useAccountForm({
    schema: addressSchema,
    initial: { email: '' },
    send: async ({ email }) => {
      await accounts.requestPasswordReset(email);
      setAsked(email);
      announce('If there is such an account, a message is on its way.');
    },
  });
  const foot = (
    <Anchor component={Link} href="/sign-in" inherit>
      Back to sign in
    </Anchor>
  );
  if (asked !== undefined) {
    return (
      <AccountFrame title="Look into your mail" foot={foot}>
        <Text size="sm" className="break-anywhere">
          If there is an account for {asked}, a message is on its way there. Its link is good for an hour.
        </Text>
      </AccountFrame>
    );
  }
  return (
    <AccountFrame
      title="Forgot your password?"
      lead="Tell us your address, and we send you a link by which you choose a new one."
      foot={foot}
    >
      <form {...form.props}>
        <Stack gap="md">
          <FormFailure failure={form.failure} />
          <EmailField {...form.input('email')} autoComplete="username" data-autofocus />
          <Button type="submit" loading={form.isSending} fullWidth>
            Send the link
          </Button>
        </Stack>
      </form>
    </AccountFrame>
  );
};
