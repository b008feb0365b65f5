import { Button, Checkbox, Stack } from '@mantine/core';
import { useSession } from '@myapp/client/hooks/useSession';
import { PASSWORD_LENGTH, passwordChangeSchema } from '@myapp/core/entities/account';
import { modelOf } from 'reactive/react';
import { toasts } from '../toasts';
import { FormFailure } from './account-frame';
import { PasswordField, UsernameHint } from './fields';
import { Section } from './section';
import { useAccountForm } from './use-account-form';

interface PasswordSectionProps {
  readonly email: string;
  /** Sessions may have ended. */
  readonly onChanged: () => void;
}

/** Changes one's own password. */
export const PasswordSection = ({ email, onChanged }: PasswordSectionProps) => {
  const session = modelOf(useSession());
  const form = useAccountForm({
    schema: passwordChangeSchema,
    initial: { currentPassword: '', newPassword: '', revokeOtherSessions: true },
    send: async (values) => {
      await session.changePassword(values);
      form.reset();
      onChanged();
      const others = values.revokeOtherSessions ? ' Everywhere else you are signed out.' : '';
      toasts.done({ message: `Your password is changed.${others}` });
    },
  });
  return (
    <Section title="Password">
      <form {...form.props}>
        <Stack gap="md">
          <FormFailure failure={form.failure} />
          <UsernameHint email={email} />
          <PasswordField
            label="Current password"
            {...form.input('currentPassword')}
            autoComplete="current-password"
          />
          <PasswordField
            label="New password"
            description={`At least ${PASSWORD_LENGTH.min} characters: a few words are good ones.`}
            {...form.input('newPassword')}
            autoComplete="new-password"
          />
          <Checkbox
            label="Sign me out everywhere else"
            description="All other browsers and all tokens of scripts. This browser stays signed in."
            {...form.checkbox('revokeOtherSessions')}
          />
          <div>
            <Button type="submit" variant="default" loading={form.isSending}>
              Change password
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  );
};
