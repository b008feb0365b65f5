import { useUser } from '@myapp/client/hooks/useUser';
import { UserBrowserProvider } from '@myapp/client/providers/user';
import { User } from '@myapp/core/entities/user';
import { currentActor, userPolicy } from '@myapp/core/policies';
import { useState } from 'react';
import { modelOf, useScope } from 'reactive/react';
import { toasts } from '../toasts';
import { FIELDS, UserEditing } from './editing';
import { desk } from './editing-desk';
import { UserDetails } from './user-details';
import { UserForm } from './user-form';
import { UserRefused } from './user-refused';

interface EditorProps {
  readonly id: string;
  readonly onSaved: () => void;
  readonly onCancel: () => void;
}

// A form keeps its editing: the desk forgets what was saved or discarded while the form still slides out.

const NewUser = ({ id, onSaved, onCancel }: EditorProps) => {
  const scope = useScope();
  const [editing] = useState(() =>
    desk.of(id, () => scope.run(() => new UserEditing(new User({ provider: UserBrowserProvider })))),
  );
  const saved = (): void => {
    toasts.done({ message: `${editing.user.name} was created.` });
    onSaved();
  };
  return <UserForm editing={editing} onSaved={saved} onCancel={onCancel} />;
};

const KnownUser = (props: EditorProps) => {
  const user = useUser(props.id);
  const isEditable = FIELDS.some((field) => user.can('update', field));
  return isEditable ? (
    <EditedUser {...props} user={modelOf(user)} />
  ) : (
    <UserDetails user={user} onClose={props.onCancel} />
  );
};

const EditedUser = ({ id, user, onSaved, onCancel }: EditorProps & { readonly user: User }) => {
  const [editing] = useState(() => desk.of(id, () => new UserEditing(user)));
  const saved = (): void => {
    toasts.done({ message: `${user.name} was saved.` });
    onSaved();
  };
  return <UserForm editing={editing} onSaved={saved} onCancel={onCancel} />;
};

/** What the drawer shows: the form of the user with this id, or of a `new` one, for whom may make one. */
export const UserEditor = (props: EditorProps) => {
  if (props.id !== 'new') return <KnownUser {...props} />;
  const reason = userPolicy.reason(currentActor(), 'create');
  return reason === undefined ? (
    <NewUser {...props} />
  ) : (
    <UserRefused reason={reason} onClose={props.onCancel} />
  );
};
