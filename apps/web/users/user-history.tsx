import { ActionIcon, Anchor, Code, CopyButton, Text } from '@mantine/core';
import type { User } from '@myapp/core/entities/user';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useHistoryLink } from './use-list-address';
import { Time } from './user-facts';

/** What nobody can change: the id, and when the user was made and changed. */
export const UserHistory = ({ user }: { readonly user: User }) => (
  <dl className="user-history">
    <dt>Created</dt>
    <dd>
      <Time at={user.createdAt} exact />
    </dd>
    <dt>Changed</dt>
    <dd>
      <Time at={user.updatedAt} exact /> <Text span size="sm" c="dimmed">{`(version ${user.version})`}</Text>
    </dd>
    <dt>History</dt>
    <dd>
      <Anchor component={Link} {...useHistoryLink(user.id)} size="sm">
        What happened, by whom and when
      </Anchor>
    </dd>
    <dt>Id</dt>
    <dd className="user-id">
      <Code>{user.id}</Code>
      <CopyButton value={user.id}>
        {({ copied, copy }) => (
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={copied ? 'Copied' : 'Copy the id'}
            onClick={copy}
          >
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
    </dd>
  </dl>
);
