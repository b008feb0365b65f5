import { Button, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';

interface CrashBoundaryProps {
  readonly children: ReactNode;
}

/** Stands where a page was that broke by a mistake of ours; the frame around it goes on working. */
export class CrashBoundary extends Component<CrashBoundaryProps, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return (
      <Stack align="flex-start" py="xl" role="alert">
        <Title order={1}>Something broke</Title>
        <Text c="dimmed">This is a mistake in the page, not yours. What is saved is safe.</Text>
        <Button variant="default" onClick={() => window.location.reload()}>
          Load the page again
        </Button>
      </Stack>
    );
  }
}
