import { Alert, Button, Input, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import type { IUser, User } from '@myapp/core/entities/user';
import { IconAlertTriangle, IconArrowBackUp } from '@tabler/icons-react';
import { type SubmitEvent, useEffect, useId, useRef } from 'react';
import { useModel } from 'reactive/react';
import { connection, isAway } from '../connection';
import { showWhy } from '../show-why';
import { ConflictPanel, FIELD_LABELS } from './conflict-panel';
import type { Field, UserEditing } from './editing';
import { ROLE_LABELS, STATUS_LABELS } from './user-facts';
import { UserHistory } from './user-history';

/** Typing is left alone for this long before it is judged. */
const PAUSE = 600;

interface FieldProps<F extends Field> {
  readonly editing: UserEditing;
  readonly field: F;
}

/** Why whoever is signed in may not set this field of this user; `undefined` where they may. */
const reasonAgainst = (user: User, field: Field): string | undefined =>
  user.isDraft ? user.whyNot('create', field) : user.whyNot('update', field);

interface TextFieldProps extends FieldProps<'name' | 'email'> {
  /** Whether the focus goes to it when the drawer opens. */
  readonly isFirst?: boolean;
  readonly type?: 'text' | 'email';
}

const TextField = ({ editing, field, isFirst = false, type = 'text' }: TextFieldProps) => {
  const judge = useDebouncedCallback(() => editing.touch(field), PAUSE);
  const messages = editing.messages(field);
  const reason = reasonAgainst(editing.user, field);
  return (
    <TextInput
      label={FIELD_LABELS[field]}
      name={field}
      type={type}
      autoComplete="off"
      spellCheck={false}
      withAsterisk
      aria-required
      description={reason}
      disabled={reason !== undefined}
      readOnly={editing.saving}
      data-autofocus={isFirst || undefined}
      value={editing.edit[field] ?? ''}
      error={messages.length > 0 ? messages.join('. ') : undefined}
      onChange={(event) => {
        editing.type(field, event.currentTarget.value);
        judge();
      }}
      onBlur={() => editing.edit.unpublished && editing.touch(field)}
    />
  );
};

interface ChoiceFieldProps<F extends 'role' | 'status'> extends FieldProps<F> {
  readonly labels: Readonly<Record<IUser[F], string>>;
}

const ChoiceField = <F extends 'role' | 'status'>({ editing, field, labels }: ChoiceFieldProps<F>) => {
  const id = useId();
  const [message] = editing.messages(field);
  const reason = reasonAgainst(editing.user, field);
  // The labels are keyed by the values of the field.
  const values = Object.keys(labels) as IUser[F][];
  return (
    <Input.Wrapper
      label={FIELD_LABELS[field]}
      labelElement="div"
      labelProps={{ id }}
      error={message}
      description={reason}
      className="choice-field"
    >
      <SegmentedControl
        fullWidth
        aria-labelledby={id}
        readOnly={editing.saving}
        disabled={reason !== undefined}
        value={editing.edit[field] ?? values[0] ?? ''}
        data={values.map((value) => ({ value, label: labels[value] }))}
        onChange={(chosen) => {
          const value = values.find((each) => each === chosen);
          if (value !== undefined) editing.type(field, value);
        }}
      />
    </Input.Wrapper>
  );
};

const Failure = ({ editing }: { readonly editing: UserEditing }) => {
  const { failure, user } = editing;
  if (failure === undefined) return null;
  const isGone = failure.code === 'not_found';
  const isUnheard = isAway(failure);
  const isSignedOut = failure.code === 'unauthenticated';
  const title = isGone ? `${user.name} was deleted by somebody else` : 'Not saved';
  return (
    <Alert color="red" icon={<IconAlertTriangle size={20} />} title={title}>
      {isGone && 'There is nothing to save to any more. You can still copy what you typed.'}
      {isUnheard && 'The server does not answer. What you typed is kept: save again when it is back.'}
      {isSignedOut && 'Your session had ended. What you typed is kept: save again.'}
      {!isGone && !isUnheard && !isSignedOut && failure.message}
    </Alert>
  );
};

/** On a touch screen the keyboard would hide half of the form: it comes when it is called. */
const hasKeyboard = (): boolean => matchMedia('(pointer: fine)').matches;

interface UserFormProps {
  readonly editing: UserEditing;
  /** It is saved. */
  readonly onSaved: () => void;
  readonly onCancel: () => void;
}

/** The form of one user, new or not. */
export const UserForm = ({ editing: given, onSaved, onCancel }: UserFormProps) => {
  const editing = useModel(given);
  const form = useRef<HTMLFormElement>(null);
  const { user, dirty, saving, conflict } = editing;
  useEffect(() => given.follow(), [given]);
  useEffect(
    () =>
      connection.on('lost.changed', ({ value }) => {
        const { failure } = given;
        if (!value && failure !== undefined && isAway(failure)) given.set({ failure: undefined });
      }),
    [given],
  );
  useEffect(() => {
    // The drawer itself looks for what is to have the focus too early, when the form is still on its way.
    form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [given]);

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (await given.save()) {
      onSaved();
      return;
    }
    if (given.failure !== undefined) connection.noteError(given.failure);
    requestAnimationFrame(() => showWhy(form.current));
  };
  const saveLabel = user.isDraft ? 'Create user' : 'Save changes';
  return (
    <form ref={form} className="user-form" noValidate onSubmit={(event) => void submit(event)}>
      <Stack gap="md" className="user-form-fields">
        <Failure editing={editing} />
        <ConflictPanel editing={editing} />
        <TextField editing={editing} field="name" isFirst={hasKeyboard()} />
        <TextField editing={editing} field="email" type="email" />
        <ChoiceField editing={editing} field="role" labels={ROLE_LABELS} />
        <ChoiceField editing={editing} field="status" labels={STATUS_LABELS} />
        {!user.isDraft && <UserHistory user={user} />}
      </Stack>
      <div className="user-form-buttons">
        <Button
          variant="subtle"
          color="gray"
          disabled={!dirty || saving}
          leftSection={<IconArrowBackUp size={16} />}
          onClick={() => given.revert()}
        >
          Revert
        </Button>
        <Button variant="default" onClick={onCancel}>
          {dirty ? 'Cancel' : 'Close'}
        </Button>
        <Button type="submit" loading={saving} disabled={!dirty && !user.isDraft && conflict === undefined}>
          {saveLabel}
        </Button>
      </div>
    </form>
  );
};
