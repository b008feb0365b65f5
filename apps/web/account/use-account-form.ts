import { schemaResolver, useForm } from '@mantine/form';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { errorFrom, type ReactiveError } from 'reactive/errors';
import type { z } from 'zod';
import { connection } from '../connection';
import { showWhy } from '../show-why';

interface FormSpecs<Schema extends z.ZodObject> {
  /** What the server checks with, too. */
  readonly schema: Schema;
  readonly initial: z.input<Schema>;
  /** Sends what was typed, as the schema reads it. */
  readonly send: (values: z.output<Schema>) => Promise<void>;
  /** Told what is typed. */
  readonly onType?: (values: Record<string, unknown>) => void;
}

/** Shows why a form was refused, once that is on the screen. */
const useWhy = (form: RefObject<HTMLFormElement | null>): (() => void) => {
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    if (refusals > 0) showWhy(form.current);
  }, [form, refusals]);
  return () => setRefusals((count) => count + 1);
};

/**
 * A form of some texts that is sent as a whole: what is wrong stands at its field, whoever found it, and the first
 * wrong field gets the focus; what is about no field stands in `failure`. The inputs keep what is typed themselves, so
 * that a password manager can fill them in as those of any page.
 *
 * @example
 * const form = useAccountForm({ schema: signInSchema, initial: { email: '', password: '' }, send: session.signIn });
 * <form {...form.props}><TextInput label="E-mail" {...form.input('email')} /></form>
 */
export const useAccountForm = <Schema extends z.ZodObject>(specs: FormSpecs<Schema>) => {
  const { schema, initial, send, onType } = specs;
  const element = useRef<HTMLFormElement>(null);
  const [failure, setFailure] = useState<ReactiveError>();
  const [isSending, setSending] = useState(false);
  const tellWhy = useWhy(element);
  const form = useForm<Record<string, unknown>>({
    mode: 'uncontrolled',
    initialValues: { ...initial },
    validate: schemaResolver(schema, { sync: true }),
    onValuesChange: onType ?? (() => {}),
  });

  const refuse = (thrown: unknown): void => {
    const error = errorFrom(thrown);
    const blamed = Object.keys(initial).filter((field) => error.errors?.[field] !== undefined);
    connection.noteError(error);
    form.setErrors(Object.fromEntries(blamed.map((field) => [field, error.errors?.[field]?.join('. ')])));
    if (blamed.length === 0) setFailure(error);
  };
  const submit = async (values: Record<string, unknown>): Promise<void> => {
    setFailure(undefined);
    setSending(true);
    try {
      await send(schema.parse(values));
    } catch (thrown) {
      refuse(thrown);
      tellWhy();
    } finally {
      setSending(false);
    }
  };
  return {
    props: {
      ref: element,
      noValidate: true,
      method: 'post',
      onSubmit: form.onSubmit(submit, tellWhy),
    },
    /** What the input of a field needs. */
    input: (field: keyof z.input<Schema> & string) => ({
      key: form.key(field),
      name: field,
      readOnly: isSending,
      ...form.getInputProps(field),
    }),
    /** As {@link input}, for something that is on or off. */
    checkbox: (field: keyof z.input<Schema> & string) => ({
      key: form.key(field),
      name: field,
      ...form.getInputProps(field, { type: 'checkbox' }),
    }),
    /** What is typed now. */
    values: (): Record<string, unknown> => form.getValues(),
    failure,
    isSending,
    /** Empties the form, or fills it in anew. */
    reset: (values: z.input<Schema> = initial): void => {
      form.setInitialValues({ ...values });
      form.reset();
      setFailure(undefined);
    },
    fill: (values: z.input<Schema>): void => form.setValues({ ...values }),
  };
};
