import { Button, EmptyState } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { Component, type ReactNode, useEffect } from 'react';
import { errorFrom, type ReactiveError } from 'reactive/errors';
import { retryLoad } from 'reactive/react';
import { connection, isAway } from '../connection';
import { isMissing } from '../no-such';
import { NoSuchUser } from './no-such-user';

interface FailureProps {
  readonly error: ReactiveError;
  readonly onRetry: () => void;
  readonly onClose: () => void;
}

/** Why a user cannot be shown. When the server was away it is tried again as soon as it is back. */
const LoadFailure = ({ error, onRetry, onClose }: FailureProps) => {
  useEffect(() => {
    if (!connection.noteError(error)) return;
    // Listens at once: a list that is answered before the next render would bring the connection back unheard.
    return connection.on('lost.changed', ({ value }) => {
      if (!value) onRetry();
    });
  }, [error, onRetry]);
  if (isMissing(error)) {
    return (
      <NoSuchUser order={3}>
        <Button variant="default" onClick={onClose}>
          Back to the list
        </Button>
      </NoSuchUser>
    );
  }
  return (
    <EmptyState
      className="list-state"
      icon={<IconCloudOff size={40} stroke={1.4} />}
      title="The user could not be loaded"
      description={isAway(error) ? 'The server does not answer. It is tried again by itself.' : error.message}
    >
      <EmptyState.Actions>
        {error.code === 'internal' ? (
          <Button variant="default" onClick={() => window.location.reload()}>
            Load the page again
          </Button>
        ) : (
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </EmptyState.Actions>
    </EmptyState>
  );
};

interface DrawerBoundaryProps {
  readonly onClose: () => void;
  readonly children: ReactNode;
}

interface DrawerBoundaryState {
  readonly error: ReactiveError | undefined;
}

/** Catches what loading a user throws. */
export class DrawerBoundary extends Component<DrawerBoundaryProps, DrawerBoundaryState> {
  override state: DrawerBoundaryState = { error: undefined };

  static getDerivedStateFromError(thrown: unknown): DrawerBoundaryState {
    return { error: errorFrom(thrown) };
  }

  readonly #retry = (): void => {
    retryLoad(this.state.error);
    this.setState({ error: undefined });
  };

  override render(): ReactNode {
    const { error } = this.state;
    const { onClose, children } = this.props;
    return error === undefined ? (
      children
    ) : (
      <LoadFailure error={error} onRetry={this.#retry} onClose={onClose} />
    );
  }
}
