import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useSession } from '@myapp/client/hooks/useSession';
import { PASSWORD_LENGTH, signUpSchema } from '@myapp/core/entities/account';
import { useState } from 'react';
import { modelOf } from 'reactive/react';
import { Link, useSearch } from 'wouter';
import { announce } from '../announcer';
import { AccountFrame, FormFailure } from './account-frame';
import { EmailField, PasswordField } from './fields';
import { returnAddress, signInAddress } from './return-address';
import { SendProofAgain } from './send-proof-again';
import { useAccountForm } from './use-account-form';
import { useAccountOptions } from './use-account-options';

interface FormProps {
  /** The account is opened, but its address is to be confirmed first. */
  readonly onUnproven: (email: string) => void;
}

const SignUpForm = ({ onUnproven }: FormProps) => {
  const session = modelOf(useSession());
  const form = useAccountForm({
    schema: signUpSchema,
    initial: { name: '', email: '', password: '' },
    send: async (values) => {
      if (!(await session.signUp(values))) onUnproven(values.email);
    },
  });
  return (
    <form {...form.props}>
      <Stack gap="md">
        <FormFailure failure={form.failure} />
        <TextInput label="Name" {...form.input('name')} autoComplete="name" data-autofocus />
        <EmailField {...form.input('email')} autoComplete="username" />
        <PasswordField
          label="Password"
          description={`At least ${PASSWORD_LENGTH.min} characters: a few words are good ones.`}
          {...form.input('password')}
          autoComplete="new-password"
        />
        <Button type="submit" loading={form.isSending} fullWidth>
          Sign up
        </Button>
      </Stack>
    </form>
  );
};

/** Opens an account. */
export const SignUpPage = () => {
  const options = useAccountOptions();
  const back = returnAddress(useSearch());
  const [unproven, setUnproven] = useState<string>();
  const foot = (
    <span>
      You have an account?{' '}
      <Anchor component={Link} href={signInAddress(back)} inherit>
        Sign in
      </Anchor>
    </span>
  );
  if (options?.signUp === 'closed') {
    return (
      <AccountFrame title="Sign up" foot={foot}>
        <Text size="sm">Accounts are opened by invitation here: ask an admin for one.</Text>
      </AccountFrame>
    );
  }
  if (unproven !== undefined) {
    return (
      <AccountFrame title="Confirm your address" foot={foot}>
        <Text size="sm" className="break-anywhere">
          A message is on its way to {unproven}. Open the link in it to sign in.
        </Text>
        <div>
          <SendProofAgain email={unproven} />
        </div>
      </AccountFrame>
    );
  }
  const wait = (email: string): void => {
    setUnproven(email);
    announce(`A message is on its way to ${email}. Open the link in it to sign in.`);
  };
  return (
    <AccountFrame title="Sign up" foot={foot}>
      <SignUpForm onUnproven={wait} />
    </AccountFrame>
  );
};
