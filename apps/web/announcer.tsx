import { VisuallyHidden } from '@mantine/core';
import { ReactiveModel } from 'reactive/model';
import { useModel } from 'reactive/react';

interface IAnnouncements {
  polite: string;
  urgent: string;
}

class Announcements extends ReactiveModel<IAnnouncements> {
  declare polite: string;
  declare urgent: string;

  constructor() {
    super({ properties: ['polite', 'urgent'], polite: '', urgent: '' });
  }
}

const announcements = new Announcements();

// A screen reader speaks when the text of a region changes: the same text again needs another one.
const differing = (text: string, last: string): string => (text === last ? `${text}\u00a0` : text);

/** Has a screen reader say something as soon as it is done with what it is saying. */
export const announce = (text: string): void => {
  announcements.polite = differing(text, announcements.polite);
};

/** Has a screen reader say something at once. */
export const announceUrgently = (text: string): void => {
  announcements.urgent = differing(text, announcements.urgent);
};

/** Where screen readers hear what happens. It has to be there before anything does. */
export const Announcer = () => {
  const { polite, urgent } = useModel(announcements);
  return (
    <VisuallyHidden>
      <output aria-live="polite">{polite}</output>
      <div role="alert" aria-live="assertive">
        {urgent}
      </div>
    </VisuallyHidden>
  );
};
