import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { AccountFrame } from './account-frame';

interface LinkIncompleteProps {
  readonly title: string;
  /** Where another link is to be had. */
  readonly children: ReactNode;
}

/** Stands where the link of a message should have led, and was cut off. */
export const LinkIncomplete = ({ title, children }: LinkIncompleteProps) => (
  <AccountFrame title={title}>
    <Text size="sm">
      The link is incomplete. Open it once more from the message, or copy all of it into the address bar.{' '}
      {children}
    </Text>
  </AccountFrame>
);
