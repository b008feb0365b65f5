import { IconUserQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { NoSuch } from '../no-such';

interface NoSuchUserProps {
  /** Of the heading: 1 in the place of a page. */
  readonly order: 1 | 3;
  /** The way on. */
  readonly children: ReactNode;
}

/** In the place of a user who is not there. */
export const NoSuchUser = (props: NoSuchUserProps) => (
  <NoSuch what="user" gone="deleted" icon={<IconUserQuestion size={40} stroke={1.4} />} {...props} />
);
