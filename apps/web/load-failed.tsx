import { Alert, Button, EmptyState, Text } from '@mantine/core';
import { IconAlertTriangle, IconCloudOff } from '@tabler/icons-react';

interface LoadFailedProps {
  /** Of what, as in 'The users could not be loaded'. */
  readonly title: string;
  /** Why. */
  readonly message: string;
  readonly onRetry: () => void;
  readonly isRetrying?: boolean;
}

/** In the place of a list or a page that could not be loaded. */
export const LoadFailed = ({ title, message, onRetry, isRetrying = false }: LoadFailedProps) => (
  <EmptyState
    className="list-state"
    icon={<IconCloudOff size={40} stroke={1.4} />}
    title={title}
    description={message}
  >
    <EmptyState.Actions>
      <Button variant="default" loading={isRetrying} onClick={onRetry}>
        Try again
      </Button>
    </EmptyState.Actions>
  </EmptyState>
);

/** In the place of a part of a page that could not be loaded. */
export const PartFailed = ({ title, message, onRetry }: Omit<LoadFailedProps, 'isRetrying'>) => (
  <Alert color="red" icon={<IconAlertTriangle size={20} />} title={title}>
    <Text size="sm">{message}</Text>
    <Button variant="default" size="xs" mt="sm" onClick={onRetry}>
      Try again
    </Button>
  </Alert>
);
