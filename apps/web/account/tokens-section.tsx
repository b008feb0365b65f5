import { Alert, Button, Code, CopyButton, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useSession } from '@myapp/client/hooks/useSession';
import type { CreatedToken } from '@myapp/client/providers/account';
import { apiTokenCreateSchema, type OpenSessions } from '@myapp/core/entities/account';
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { modelOf } from 'reactive/react';
import { z } from 'zod';
import { announce } from '../announcer';
import { FormFailure } from './account-frame';
import { OpenSessionList } from './open-session-list';
import { Section } from './section';
import { useAccountForm } from './use-account-form';

const LIFETIMES = [7, 30, 90, 365];

/** What a choice holds is a text; there is no other than those. */
const schema = apiTokenCreateSchema.extend({
  expiresInDays: z.string().transform(Number),
});

/** The token, this once. */
const NewToken = ({
  token: { name, token },
  onDone,
}: {
  readonly token: CreatedToken;
  readonly onDone: () => void;
}) => (
  <Alert color="teal" className="new-token-card" icon={<IconKey size={20} />} title={`The token "${name}"`}>
    <Text size="sm">
      Copy it now: it is shown this once. A script sends it as <Code>Authorization: Bearer …</Code>
    </Text>
    <Code block className="new-token" tabIndex={0} aria-label="Token">
      {token}
    </Code>
    <CopyButton value={token}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          mr="xs"
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          onClick={() => {
            copy();
            announce('Copied');
          }}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      )}
    </CopyButton>
    <Button size="xs" variant="default" onClick={onDone}>
      Done
    </Button>
  </Alert>
);

interface TokensSectionProps {
  readonly sessions: OpenSessions;
  readonly reload: () => void;
  readonly onEnded: () => void;
}

/** The tokens by which scripts act in one's name. */
export const TokensSection = ({ sessions, reload, onEnded }: TokensSectionProps) => {
  const { accounts } = modelOf(useSession());
  const [created, setCreated] = useState<CreatedToken>();
  const form = useAccountForm({
    schema,
    initial: { name: '', expiresInDays: '90' },
    send: async (values) => {
      setCreated(await accounts.createToken(values));
      form.reset();
      reload();
      announce('The token is made. Copy it now: it is shown this once.');
    },
  });
  return (
    <Section title="API tokens" lead="With a token a script may do what you may do. Give each one its own.">
      <Stack gap="md">
        {created !== undefined && <NewToken token={created} onDone={() => setCreated(undefined)} />}
        <OpenSessionList
          label="Tokens"
          sessions={sessions}
          shows={({ isToken }) => isToken}
          empty="You have no tokens."
          reload={reload}
          onEnded={onEnded}
        />
        <form {...form.props}>
          <FormFailure failure={form.failure} />
          <div className="account-line">
            <TextInput label="Name of the script" {...form.input('name')} autoComplete="off" />
            <NativeSelect
              label="Good for"
              {...form.input('expiresInDays')}
              data={LIFETIMES.map((days) => ({
                value: String(days),
                label: days === 365 ? 'a year' : `${days} days`,
              }))}
            />
            <Button type="submit" variant="default" loading={form.isSending}>
              Create token
            </Button>
          </div>
        </form>
      </Stack>
    </Section>
  );
};
