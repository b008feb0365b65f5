import { roomCreateSchema } from '@myapp/core/rooms';
import { type ChangeEvent, useState, useTransition } from 'react';
import { errorFrom, fieldErrorsOf } from 'reactive/errors';
import { toasts } from '../toasts';

/** What to do with a name that may be one. */
export type SendRoomName = (values: { name: string }) => Promise<void>;

/** A field for the name of a room, and what sends it: what is wrong with it stands at the field. */
export const useRoomName = (initial: string, send: SendRoomName) => {
  const [name, setName] = useState(initial);
  const [wrong, setWrong] = useState<string>();
  const [isSending, start] = useTransition();
  const sendChecked = async (): Promise<void> => {
    const read = roomCreateSchema.pick({ name: true }).safeParse({ name: name.trim() });
    if (!read.success) {
      setWrong(fieldErrorsOf(read.error.issues)['name']?.join('. '));
      return;
    }
    try {
      await send(read.data);
    } catch (thrown) {
      const { message, errors } = errorFrom(thrown);
      if (errors?.['name']) setWrong(errors['name'].join('. '));
      else toasts.failed({ message });
    }
  };
  return {
    isSending,
    field: {
      value: name,
      error: wrong,
      maxLength: 80,
      onChange({ currentTarget }: ChangeEvent<HTMLInputElement>): void {
        setName(currentTarget.value);
        setWrong(undefined);
      },
    },
    submit: (event: { preventDefault(): void }): void => {
      event.preventDefault();
      start(sendChecked);
    },
  };
};
