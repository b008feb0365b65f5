import { EmptyState } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ReactiveError } from 'reactive/errors';

/** Whether an address names something that is not there, or that cannot be: to try again would not help. */
export const isMissing = (error: ReactiveError | undefined): boolean =>
  error?.code === 'not_found' || error?.code === 'validation';

interface NoSuchProps {
  /** What the address should name, as in 'There is no such user'. */
  readonly what: 'user' | 'room';
  /** What may have happened to it, as in 'Perhaps the user was deleted'. */
  readonly gone: 'deleted' | 'closed';
  readonly icon: ReactNode;
  /** Of the heading: 1 in the place of a page. */
  readonly order: 1 | 3;
  /** The way on. */
  readonly children: ReactNode;
}

/** In the place of what an address names that is not there. */
export const NoSuch = ({ what, gone, icon, order, children }: NoSuchProps) => (
  <EmptyState className="list-state" icon={icon}>
    <EmptyState.Title order={order} tabIndex={-1}>{`There is no such ${what}`}</EmptyState.Title>
    <EmptyState.Description>
      {`Perhaps the ${what} was ${gone}, or the address is incomplete.`}
    </EmptyState.Description>
    <EmptyState.Actions>{children}</EmptyState.Actions>
  </EmptyState>
);
