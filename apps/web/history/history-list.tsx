import { EmptyState, Skeleton } from '@mantine/core';
import type { LiveHistory } from '@myapp/client/hooks/useHistory';
import { IconHistoryOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { modelOf } from 'reactive/react';
import { LoadFailed } from '../load-failed';
import { ShowOlder } from '../show-older';

const ROWS = [52, 38, 64, 45, 58, 40];

const Waiting = () => (
  <output className="timeline-waiting" aria-label="Loading">
    {ROWS.map((width) => (
      <span key={width} className="timeline-entry">
        <Skeleton circle height={30} />
        <span className="timeline-text">
          <Skeleton height={13} mt={3} width={`${width}%`} />
          <Skeleton height={10} mt={10} width={`${width - 12}%`} />
        </span>
      </span>
    ))}
  </output>
);

interface HistoryListProps {
  readonly live: LiveHistory;
  /** What is said where there is nothing. */
  readonly empty: { readonly title: string; readonly description: string; readonly action?: ReactNode };
  readonly children: ReactNode;
}

/** A list of what happened: while it loads, when it can't be loaded, when there is nothing, or what there is. */
export const HistoryList = ({ live, empty, children }: HistoryListProps) => {
  const { items, fetched, fetching, error } = live.history;
  if (error !== undefined && items.length === 0) {
    return (
      <LoadFailed
        title="The history could not be loaded"
        message={error.message}
        onRetry={() => void live.reload()}
        isRetrying={fetching}
      />
    );
  }
  if (!fetched) return <Waiting />;
  if (items.length === 0) {
    return (
      <EmptyState
        className="list-state"
        icon={<IconHistoryOff size={40} stroke={1.4} />}
        title={empty.title}
        description={empty.description}
      >
        {empty.action !== undefined && <EmptyState.Actions>{empty.action}</EmptyState.Actions>}
      </EmptyState>
    );
  }
  return (
    <div aria-busy={fetching}>
      {children}
      {live.history.getNext() !== null && (
        <ShowOlder shown={items.length} isFetching={fetching} load={() => modelOf(live.history).loadNext()} />
      )}
    </div>
  );
};
