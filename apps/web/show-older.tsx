import { Button } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { AbortedError } from 'reactive/errors';
import { toasts } from './toasts';

/** What the browser keeps for each page that one can go back to. */
interface Kept {
  /** How many entries of its list were shown. */
  readonly shown?: number;
}

const kept = (): Kept | null => window.history.state as Kept | null;

const keep = (shown: number): void => window.history.replaceState({ ...kept(), shown }, '');

interface ShowOlderProps {
  /** How many entries there are. */
  readonly shown: number;
  /** Whether something is being loaded; what is older has to wait for that. */
  readonly isFetching: boolean;
  readonly load: () => Promise<unknown>;
}

/**
 * Goes on to what is older, at the end of a list that begins with the latest. Whoever comes back to the page sees as
 * much of it as they had gone on to.
 */
export const ShowOlder = ({ shown, isFetching, load }: ShowOlderProps) => {
  const [isLoading, setLoading] = useState(false);
  const goOn = (): Promise<unknown> =>
    load().catch((error: unknown) => {
      // Something else was to be loaded meanwhile: it goes on after that.
      if (error instanceof AbortedError) return;
      keep(shown);
      toasts.failed({ message: `What is older could not be loaded: ${String((error as Error).message)}` });
    });
  const more = async (): Promise<void> => {
    setLoading(true);
    await goOn();
    setLoading(false);
  };
  const catchUp = useEffectEvent(() => {
    if ((kept()?.shown ?? 0) > shown) void goOn();
  });
  useEffect(() => {
    if (!isFetching) catchUp();
  }, [shown, isFetching]);
  return (
    <div className="timeline-more">
      <Button
        variant="default"
        size="xs"
        loading={isLoading}
        onClick={() => {
          keep(shown + 1);
          void more();
        }}
      >
        Show older
      </Button>
    </div>
  );
};
