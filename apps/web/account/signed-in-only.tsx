import { useSession } from '@myapp/client/hooks/useSession';
import { Fragment, type ReactNode, useEffect } from 'react';
import { modelOf, useModel } from 'reactive/react';
import { Redirect, useLocation, useSearch } from 'wouter';
import { connection } from '../connection';
import { ConnectionBanner } from '../connection-banner';
import { useReconnection } from '../reconnection';
import { signInAddress } from './return-address';
import { Waiting } from './waiting';

/** Until the server has said who is signed in; when it does not answer, it is asked again. */
const WaitingForServer = () => {
  const session = useSession();
  const { lost } = useModel(connection);
  const { error } = session;
  useEffect(() => {
    if (error !== undefined) connection.noteError(error);
  }, [error]);
  const reload = async (): Promise<void> => {
    // A failure stands in `session.error`.
    await modelOf(session)
      .load()
      .then(
        () => connection.set({ lost: false }),
        () => undefined,
      );
  };
  useReconnection(lost, reload);
  return (
    <>
      <ConnectionBanner isLost={lost} retry={reload} />
      <Waiting />
    </>
  );
};

/** What only those see who are signed in; others are asked to, and led back. It starts anew for another person. */
export const SignedInOnly = ({ children }: { readonly children: ReactNode }) => {
  const { state, user } = useSession();
  const [path] = useLocation();
  const search = useSearch();
  if (state === 'loading') return <WaitingForServer />;
  if (user === undefined) {
    const address = search === '' ? path : `${path}?${search}`;
    return <Redirect to={signInAddress(address)} replace />;
  }
  return <Fragment key={`${user.id} ${user.role}`}>{children}</Fragment>;
};

/** What only those see who are not signed in: others are where they wanted to go already. */
export const SignedOutOnly = ({
  back,
  children,
}: {
  readonly back: string;
  readonly children: ReactNode;
}) => {
  const { state } = useSession();
  if (state === 'signedIn') return <Redirect to={back} replace />;
  return children;
};
