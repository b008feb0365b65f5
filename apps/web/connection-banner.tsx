import { Alert, Button, Group, Loader, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useRef, useTransition } from 'react';
import { announce } from './announcer';

interface ConnectionBannerProps {
  readonly isLost: boolean;
  readonly retry: () => Promise<void>;
}

/** Says that the server does not answer as long as that is so, and that it does again. */
export const ConnectionBanner = ({ isLost, retry }: ConnectionBannerProps) => {
  const [isTrying, startTrying] = useTransition();
  const wasLost = useRef(false);
  useEffect(() => {
    if (!isLost && wasLost.current) announce('The server answers again.');
    wasLost.current = isLost;
  }, [isLost]);
  if (!isLost) return null;
  return (
    <Alert
      className="connection-banner"
      color="orange"
      icon={<IconPlugConnectedX size={20} />}
      title="The server does not answer"
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          It is tried again every few seconds. What you have typed is kept, and what you see may be old.
        </Text>
        <Button
          size="xs"
          variant="default"
          onClick={() => startTrying(retry)}
          leftSection={isTrying ? <Loader size={12} /> : undefined}
        >
          Try now
        </Button>
      </Group>
    </Alert>
  );
};
