import { ActionIcon } from '@mantine/core';
import type { HistoryEntry } from '@myapp/core/entities/history';
import {
  IconCircleDot,
  IconHistory,
  IconKey,
  IconLogin,
  IconMail,
  IconMailCheck,
  IconMailForward,
  IconMapPin,
  IconPencil,
  IconShieldCheck,
  IconShieldOff,
  IconTrash,
  IconUserCheck,
  IconUserOff,
  IconUserPlus,
} from '@tabler/icons-react';
import { type ComponentType, createElement, type ReactNode } from 'react';
import { actorOf, detailsOf, titleOf } from './entry-text';

const ICONS: Partial<Record<HistoryEntry['type'], ComponentType<{ size: number }>>> = {
  registered: IconUserPlus,
  imported: IconUserPlus,
  recorded: IconUserPlus,
  invited: IconMailForward,
  renamed: IconPencil,
  'email-changed': IconMail,
  'email-proven': IconMailCheck,
  promoted: IconShieldCheck,
  demoted: IconShieldOff,
  deactivated: IconUserOff,
  reactivated: IconUserCheck,
  'password-set': IconKey,
  'password-changed': IconKey,
  'token-created': IconKey,
  'signed-in': IconLogin,
  deleted: IconTrash,
};

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

const iconOf = ({ type, data }: HistoryEntry): ComponentType<{ size: number }> =>
  type === 'signed-in' && data['elsewhere'] === true ? IconMapPin : (ICONS[type] ?? IconCircleDot);

interface EntryProps {
  readonly entry: HistoryEntry;
  /** About whom, where that is not said elsewhere. */
  readonly about?: ReactNode;
  readonly isCurrent?: boolean | undefined;
  readonly onTravel?: ((version: number) => void) | undefined;
}

const Entry = ({ entry, about, isCurrent = false, onTravel }: EntryProps) => {
  const details = detailsOf(entry);
  const title = titleOf(entry);
  return (
    <li className="timeline-entry" data-type={entry.type} data-current={isCurrent}>
      <span className="timeline-icon" aria-hidden>
        {createElement(iconOf(entry), { size: 16 })}
      </span>
      <div className="timeline-text">
        <p className="timeline-title">
          <strong>{title}</strong>
          {about}
          {details !== undefined && <span className="timeline-details break-anywhere">{details}</span>}
        </p>
        <p className="timeline-meta">
          by {actorOf(entry)} · <time dateTime={entry.at.toISOString()}>{moment.format(entry.at)}</time>
        </p>
      </div>
      {onTravel !== undefined && (
        <ActionIcon
          variant={isCurrent ? 'filled' : 'subtle'}
          {...(!isCurrent && { color: 'gray' })}
          aria-label={`See the user as of version ${entry.version}: ${title}`}
          aria-pressed={isCurrent}
          title="See the user as of then"
          onClick={() => onTravel(entry.version)}
        >
          <IconHistory size={17} />
        </ActionIcon>
      )}
    </li>
  );
};

interface TimelineProps {
  readonly label: string;
  readonly entries: readonly HistoryEntry[];
  /** About whom an entry is, where a list is about several. */
  readonly about?: (entry: HistoryEntry) => ReactNode;
  /** The version that is looked at. */
  readonly version?: number | undefined;
  readonly onTravel?: (version: number) => void;
}

/** What happened, the latest first. */
export const Timeline = ({ label, entries, about, version, onTravel }: TimelineProps) => (
  <ol className="timeline" aria-label={label}>
    {entries.map((entry) => (
      <Entry
        key={entry.localKey}
        entry={entry}
        about={about?.(entry)}
        isCurrent={entry.version === version}
        onTravel={onTravel}
      />
    ))}
  </ol>
);
