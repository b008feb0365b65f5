import { Alert, Anchor, Button, Checkbox, Stack } from '@mantine/core';
import { useSession } from '@myapp/client/hooks/useSession';
import { signInSchema } from '@myapp/core/entities/account';
import { IconClockOff } from '@tabler/icons-react';
import { modelOf } from 'reactive/react';
import { Link, useSearch } from 'wouter';
import { desk } from '../users/editing-desk';
import { AccountFrame, FormFailure } from './account-frame';
import { DemoAccounts } from './demo-accounts';
import { EmailField, PasswordField } from './fields';
import { returnAddress, withReturn } from './return-address';
import { SendProofAgain } from './send-proof-again';
import { useAccountForm } from './use-account-form';
import { useAccountOptions } from './use-account-options';

/** Says why one is here again. */
const SessionEnded = () => (
  <Alert color="orange" icon={<IconClockOff size={20} />} title="Your session has ended">
    Sign in to go on where you were.
    {desk.holdsUnsaved && ' What you typed is kept, for you and nobody else.'}
  </Alert>
);

/** Signs somebody in, and leads back to where they came from. */
export const SignInPage = () => {
  const session = useSession();
  const options = useAccountOptions();
  const back = returnAddress(useSearch());
  const form = useAccountForm({
    schema: signInSchema,
    initial: { email: '', password: '', rememberMe: true },
    send: (values) => modelOf(session).signIn(values),
  });
  const isUnproven = form.failure?.code === 'forbidden' && options?.proveAddresses === true;
  return (
    <AccountFrame
      title="Sign in"
      foot={
        <>
          {options?.signUp === 'open' && (
            <span>
              No account yet?{' '}
              <Anchor component={Link} href={withReturn('/sign-up', back)} inherit>
                Sign up
              </Anchor>
            </span>
          )}
          {options?.demoAccounts !== undefined && (
            <DemoAccounts
              accounts={options.demoAccounts}
              onUse={(account) => form.fill({ ...account, rememberMe: true })}
            />
          )}
        </>
      }
    >
      {session.ended && <SessionEnded />}
      <form {...form.props}>
        <Stack gap="md">
          <FormFailure failure={form.failure}>
            {isUnproven && <SendProofAgain email={String(form.values()['email'])} />}
          </FormFailure>
          <EmailField {...form.input('email')} autoComplete="username" data-autofocus />
          <PasswordField label="Password" {...form.input('password')} autoComplete="current-password" />
          <div className="remember-row">
            <Checkbox label="Stay signed in" {...form.checkbox('rememberMe')} />
            <Anchor component={Link} href="/forgot-password" size="sm">
              Forgot your password?
            </Anchor>
          </div>
          <Button type="submit" loading={form.isSending} fullWidth>
            Sign in
          </Button>
        </Stack>
      </form>
    </AccountFrame>
  );
};
