import { Button } from '@mantine/core';
import { useState } from 'react';
import { toasts } from './toasts';

/** Goes on to what is older, at the end of a list that begins with the latest. */
export const ShowOlder = ({ load }: { readonly load: () => Promise<unknown> }) => {
  const [isLoading, setLoading] = useState(false);
  const more = async (): Promise<void> => {
    setLoading(true);
    try {
      await load();
    } catch (error) {
      toasts.failed({ message: `What is older could not be loaded: ${String((error as Error).message)}` });
    }
    setLoading(false);
  };
  return (
    <div className="timeline-more">
      <Button variant="default" size="xs" loading={isLoading} onClick={() => void more()}>
        Show older
      </Button>
    </div>
  );
};
