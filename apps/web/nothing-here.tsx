import { Button, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Link } from 'wouter';

/** An address that names no page. */
export const NothingHere = () => {
  useDocumentTitle('Nothing here');
  return (
    <Stack align="flex-start" py="xl">
      <Title order={1}>Nothing here</Title>
      <Text c="dimmed">There is no page at this address.</Text>
      <Button component={Link} href="/users" variant="default">
        Go to the users
      </Button>
    </Stack>
  );
};
