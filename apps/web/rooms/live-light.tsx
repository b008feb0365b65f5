import { Badge, Tooltip } from '@mantine/core';
import { useRealtime } from '@myapp/client/hooks/useRealtime';

const LIGHTS = {
  online: { color: 'teal', label: 'Live', why: 'What others do is shown as it happens' },
  connecting: {
    color: 'orange',
    label: 'Connecting…',
    why: 'What is shown may be old; it is tried again by itself',
  },
  offline: { color: 'gray', label: 'Not connected', why: 'What is shown may be old' },
} as const;

/** Whether what is shown is live. */
export const LiveLight = () => {
  const { color, label, why } = LIGHTS[useRealtime().status];
  return (
    <Tooltip label={why} openDelay={300}>
      <Badge component="output" variant="dot" color={color} tt="none" fw={500}>
        {label}
      </Badge>
    </Tooltip>
  );
};
