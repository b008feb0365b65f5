import type { Mail } from './mail';

/** Whom a message is for, and the link that it brings. */
export interface Linked {
  readonly to: string;
  readonly link: string;
}

const IGNORE = 'If you did not ask for this, do nothing: without the link, nothing changes.';

/** To somebody who forgot the password. */
export function passwordResetMail({ to, link }: Linked): Mail {
  return {
    to,
    subject: 'Choose a new password',
    text: `To choose a new password, open this link within an hour:\n\n${link}\n\n${IGNORE}`,
  };
}

/** To somebody whom an admin or an import gave an account. */
export function invitationMail({ to, link }: Linked): Mail {
  return {
    to,
    subject: 'You have an account',
    text: `An account was made for you. To choose your password and sign in, open this link within three days:\n\n${link}`,
  };
}

/** To a new address, which is to be proven. */
export function emailProofMail({ to, link }: Linked): Mail {
  return {
    to,
    subject: 'Confirm your address',
    text: `To confirm your address and sign in, open this link within an hour:\n\n${link}\n\n${IGNORE}`,
  };
}

/** To an address for which somebody tried to open a second account. */
export function alreadyRegisteredMail({ to, link }: Linked): Mail {
  return {
    to,
    subject: 'You have an account already',
    text: `Somebody, perhaps you, tried to open an account for this address, which has one. To sign in, or to choose a new password:\n\n${link}\n\nIf it was not you, do nothing.`,
  };
}
