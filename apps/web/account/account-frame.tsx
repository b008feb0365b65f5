import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ReactiveError } from 'reactive/errors';
import { announceUrgently } from '../announcer';

interface FrameProps {
  readonly title: string;
  /** What the page is for, in a sentence. */
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  /** What else can be done, below. */
  readonly foot?: ReactNode;
}

/** Where one begins: what is to be filled in first, or, where its keyboard would hide half of the page, its heading. */
const begin = (card: HTMLElement | null): void => {
  const first = matchMedia('(pointer: fine)').matches ? '[data-autofocus]' : 'h1';
  const place = card?.querySelector<HTMLElement>(first) ?? card?.querySelector('h1');
  place?.focus({ preventScroll: true });
};

/** The frame of the pages for those who are not signed in. */
export const AccountFrame = ({ title, lead, children, foot }: FrameProps) => {
  const card = useRef<HTMLDivElement>(null);
  useDocumentTitle(title);
  useEffect(() => begin(card.current), [title]);
  return (
    <div className="account-frame">
      <Paper withBorder radius="lg" className="account-card" ref={card}>
        <Title order={1} size="h2" tabIndex={-1}>
          {title}
        </Title>
        {lead !== undefined && (
          <Text c="dimmed" size="sm" mt={6} component="div">
            {lead}
          </Text>
        )}
        <Stack gap="md" mt="lg">
          {children}
        </Stack>
      </Paper>
      {foot !== undefined && <div className="account-foot">{foot}</div>}
    </div>
  );
};

const explain = ({ code, message, retryAfter }: ReactiveError): string => {
  if (code === 'unavailable' || code === 'timeout')
    return 'The server does not answer. Try again in a moment.';
  if (code === 'rate_limited' && retryAfter !== undefined)
    return `There were too many attempts. Try again in ${retryAfter} seconds.`;
  return message;
};

interface FailureProps {
  readonly failure: ReactiveError | undefined;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** Why a form was refused as a whole. */
export const FormFailure = ({ failure, children }: FailureProps) => {
  const text = failure && explain(failure);
  useEffect(() => {
    if (text !== undefined) announceUrgently(text);
  }, [text, failure]);
  if (text === undefined) return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle size={20} />} className="form-failure">
      {text}
      {children}
    </Alert>
  );
};
