import { Avatar, Badge } from '@mantine/core';
import type { IUser } from '@myapp/core/entities/user';
import { IconShieldCheck, IconUser } from '@tabler/icons-react';
import { initialsOf } from './initials';

export const ROLE_LABELS = { admin: 'Admin', user: 'User' } as const;
export const STATUS_LABELS = { active: 'Active', inactive: 'Inactive' } as const;

export const RoleBadge = ({ role }: { readonly role: IUser['role'] }) =>
  role === 'admin' ? (
    <Badge className="badge badge-admin" variant="light" leftSection={<IconShieldCheck size={13} />}>
      {ROLE_LABELS.admin}
    </Badge>
  ) : (
    <Badge className="badge badge-user" variant="default">
      {ROLE_LABELS.user}
    </Badge>
  );

export const StatusBadge = ({ status }: { readonly status: IUser['status'] }) => (
  <span className="status" data-status={status}>
    {STATUS_LABELS[status]}
  </span>
);

/** A picture of a name; the name itself stands beside it. */
export const Initials = ({ name }: { readonly name: string }) => (
  <Avatar name={name} color="initials" size={36} radius="xl" aria-hidden>
    {initialsOf(name) || <IconUser size={20} stroke={1.6} />}
  </Avatar>
);

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** A day as the reader writes it; the exact time on hover, or at once where `exact`. */
export const Time = ({ at, exact = false }: { readonly at: Date; readonly exact?: boolean }) => (
  <time dateTime={at.toISOString()} title={moment.format(at)}>
    {exact ? moment.format(at) : day.format(at)}
  </time>
);
