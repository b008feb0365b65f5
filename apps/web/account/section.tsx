import { Paper, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface SectionProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the account page. */
export const Section = ({ title, lead, children }: SectionProps) => {
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} withBorder radius="lg" className="account-section">
      <Title order={2} size="h4" id={id}>
        {title}
      </Title>
      {lead !== undefined && (
        <Text size="sm" c="dimmed" mt={4}>
          {lead}
        </Text>
      )}
      <div className="account-section-body">{children}</div>
    </Paper>
  );
};
