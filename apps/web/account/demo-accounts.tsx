import { Button, Code, Paper, Text } from '@mantine/core';
import type { AccountOptions } from '@myapp/client/providers/account';

type DemoAccount = NonNullable<AccountOptions['demoAccounts']>[number];

interface DemoAccountsProps {
  readonly accounts: readonly DemoAccount[];
  readonly onUse: (account: DemoAccount) => void;
}

/** The accounts of a demo, for whoever looks at it: a server that is not one names none. */
export const DemoAccounts = ({ accounts, onUse }: DemoAccountsProps) => (
  <Paper component="section" aria-label="Demo accounts" withBorder radius="lg" className="demo-accounts">
    <Text size="sm" fw={600}>
      This is a demo
    </Text>
    <Text size="sm" c="dimmed">
      Anybody may sign in with these accounts.
    </Text>
    <ul>
      {accounts.map((account) => (
        <li key={account.email}>
          <div className="demo-account">
            <Text size="sm">{account.email}</Text>
            <Code>{account.password}</Code>
          </div>
          <Button
            size="xs"
            variant="default"
            aria-label={`Use ${account.email}`}
            onClick={() => onUse(account)}
          >
            Use
          </Button>
        </li>
      ))}
    </ul>
  </Paper>
);
