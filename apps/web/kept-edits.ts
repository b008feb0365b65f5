import { useSession } from '@myapp/client/hooks/useSession';
import { useEffect, useRef } from 'react';
import { useRoute } from 'wouter';
import { navigate } from 'wouter/use-browser-location';
import { toasts } from './toasts';
import { desk } from './users/editing-desk';

const LIST = '/users';
const ACCOUNT = '/account';

/** A form that an address shows: its key at the desk, and where it is. */
interface Place {
  readonly key: string;
  readonly path: string;
  readonly search: string;
}

const useOpenForm = (): string | undefined => {
  const [, user] = useRoute(`${LIST}/:id`);
  const [isAccount] = useRoute(ACCOUNT);
  return isAccount ? ACCOUNT : user?.id;
};

const resume = ({ path, search }: Place): void => {
  const { pathname, search: shown } = window.location;
  const isOverList = pathname === LIST && path.startsWith(`${LIST}/`);
  if (isOverList) navigate(path + shown, { state: { ...window.history.state, isOpenedHere: true } });
  else navigate(path + search);
};

const tellKept = (place: Place): void => {
  const { key } = place;
  const typed = desk.find(key);
  toasts.hide(`kept-${key}`);
  if (typed?.dirty !== true) {
    desk.forget(key);
    return;
  }
  toasts.info({
    id: `kept-${key}`,
    message: `What you typed for ${typed.subject} is kept.`,
    stays: true,
    actions: [
      { label: 'Resume', run: () => resume(place) },
      { label: 'Discard', run: () => desk.forget(key) },
    ],
  });
};

const tellBack = (key: string): void => {
  const typed = desk.find(key);
  toasts.hide(`kept-${key}`);
  if (typed?.dirty !== true) return;
  toasts.info({
    id: `kept-${key}`,
    message: `What you typed for ${typed.subject} is here again. It is not saved yet.`,
  });
};

const askToUnload = (event: BeforeUnloadEvent): void => {
  if (desk.holdsUnsaved) event.preventDefault();
};

/**
 * Keeps what was typed into a form that is left by whatever way: it can be gone back to, and says that it is not saved.
 * What would lose it, such as a reload, is asked about.
 *
 * @example
 * useKeptEdits(); // once, in the frame of all pages
 */
export const useKeptEdits = (): void => {
  const key = useOpenForm();
  const { state } = useSession();
  const last = useRef<Place>(undefined);
  useEffect(() => {
    // Who has to sign in again is led back to the form, or is somebody else.
    if (state !== 'signedIn') return;
    const left = last.current;
    const { pathname: path, search } = window.location;
    last.current = key === undefined ? undefined : { key, path, search };
    if (left?.key === key) return;
    if (left !== undefined) tellKept(left);
    if (key !== undefined) tellBack(key);
  }, [key, state]);
  useEffect(() => {
    window.addEventListener('beforeunload', askToUnload);
    return () => window.removeEventListener('beforeunload', askToUnload);
  }, []);
};
