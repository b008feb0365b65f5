import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type User, userSchema } from '@myapp/core/entities/user';
import { useState } from 'react';
import { errorFrom, PreconditionFailedError } from 'reactive/errors';
import { modelOf } from 'reactive/react';
import { toasts } from '../toasts';
import { desk } from '../users/editing-desk';
import { RoleBadge, StatusBadge } from '../users/user-facts';
import { FormFailure } from './account-frame';
import { Section } from './section';
import { useAccountForm } from './use-account-form';

const schema = userSchema.pick({ name: true });

/** Saves one's own name; what is stored stays what the page shows where that fails. */
const rename = async (user: User, name: string): Promise<void> => {
  try {
    await user.publish({ name });
  } catch (thrown) {
    user.revert();
    if (errorFrom(thrown).code !== 'precondition_failed') throw thrown;
    await user.load();
    throw new PreconditionFailedError(
      `Somebody has changed your account meanwhile: the name is "${user.name}" now. Save again to have yours.`,
      { cause: thrown },
    );
  }
};

/** The name that is typed, beside the one that is saved. */
class NameEditing {
  readonly subject = 'your name';
  #typed: string;
  #saved: string;

  constructor(saved: string) {
    this.#typed = saved;
    this.#saved = saved;
  }

  get typed(): string {
    return this.#typed;
  }

  get dirty(): boolean {
    return this.#typed !== this.#saved;
  }

  type(name: string): void {
    this.#typed = name;
  }

  save(name: string): void {
    this.#typed = name;
    this.#saved = name;
  }
}

/** Who one is: the name, which one changes, and what others decide. */
export const ProfileSection = ({ user }: { readonly user: User }) => {
  const [editing] = useState(() => desk.of('/account', () => new NameEditing(user.name)));
  const form = useAccountForm({
    schema,
    initial: { name: editing.typed },
    onType: ({ name }) => editing.type(String(name)),
    send: async ({ name }) => {
      await rename(modelOf(user), name);
      form.reset({ name });
      editing.save(name);
      toasts.done({ message: 'Your name is saved.' });
    },
  });
  return (
    <Section title="You">
      <form {...form.props}>
        <Stack gap="md">
          <FormFailure failure={form.failure} />
          <div className="account-line">
            <TextInput label="Name" {...form.input('name')} autoComplete="name" />
            <Button type="submit" variant="default" loading={form.isSending}>
              Save name
            </Button>
          </div>
          <dl className="account-facts">
            <dt>E-mail</dt>
            <dd className="break-anywhere">{user.email}</dd>
            <dt>Role and status</dt>
            <dd>
              <Group gap="md">
                <RoleBadge role={user.role} />
                <StatusBadge status={user.status} />
              </Group>
            </dd>
          </dl>
          <Text size="sm" c="dimmed">
            {user.whyNot('update', 'email') === undefined
              ? 'Your address is changed in the list of users; nobody changes their own role.'
              : 'Ask an admin to change your address.'}
          </Text>
        </Stack>
      </form>
    </Section>
  );
};
