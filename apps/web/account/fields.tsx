import { PasswordInput, type PasswordInputProps, TextInput, type TextInputProps } from '@mantine/core';

/** An e-mail address, which is what one signs in with. */
export const EmailField = (props: TextInputProps) => (
  <TextInput
    label="E-mail"
    type="email"
    inputMode="email"
    autoCapitalize="none"
    spellCheck={false}
    {...props}
  />
);

/** A password, which can be shown. */
export const PasswordField = (props: PasswordInputProps) => (
  <PasswordInput
    aria-invalid={Boolean(props.error) || undefined}
    visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
    {...props}
  />
);

/** Tells a password manager whose password it is. */
export const UsernameHint = ({ email }: { readonly email: string }) => (
  <input
    className="visually-hidden"
    name="username"
    autoComplete="username"
    value={email}
    readOnly
    tabIndex={-1}
    aria-hidden
  />
);
