import { Button, type ButtonProps } from '@mantine/core';
import { useSession } from '@myapp/client/hooks/useSession';
import { type MouseEvent, useRef } from 'react';
import { errorFrom } from 'reactive/errors';
import { modelOf } from 'reactive/react';
import { connection } from './connection';
import { toasts } from './toasts';

/**
 * A link to a file of the API. A browser saves what it is answered, and says little where that is a refusal: whether
 * somebody is signed in is asked first, which leads to the sign-in page and back where nobody is.
 *
 * @example
 * <DownloadLink href={reportAddress(job.id)} leftSection={<IconDownload size={14} />}>Refused rows</DownloadLink>
 */
export const DownloadLink = (props: ButtonProps & { readonly href: string }) => {
  const session = modelOf(useSession());
  const isChecked = useRef(false);
  const check = async (link: HTMLAnchorElement): Promise<void> => {
    try {
      await session.load();
      if (session.state !== 'signedIn') return;
      isChecked.current = true;
      link.click();
    } catch (thrown) {
      const error = errorFrom(thrown);
      const reason = connection.noteError(error) ? 'The server does not answer.' : error.message;
      toasts.failed({
        message: `Nothing was downloaded. ${reason}`,
        actions: [{ label: 'Try again', run: () => void check(link) }],
      });
    } finally {
      isChecked.current = false;
    }
  };
  const onClick = (event: MouseEvent<HTMLAnchorElement>): void => {
    if (isChecked.current) return;
    event.preventDefault();
    void check(event.currentTarget);
  };
  return <Button component="a" download variant="default" {...props} onClick={onClick} />;
};
