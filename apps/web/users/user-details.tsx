import { Button } from '@mantine/core';
import type { User } from '@myapp/core/entities/user';
import { FIELD_LABELS } from './conflict-panel';
import { RoleBadge, StatusBadge } from './user-facts';

interface UserDetailsProps {
  readonly user: User;
  readonly onClose: () => void;
}

/** A user of whom one may change nothing: what one may know. */
export const UserDetails = ({ user, onClose }: UserDetailsProps) => (
  <div className="user-form">
    <dl className="user-details user-form-fields">
      <dt>{FIELD_LABELS.name}</dt>
      <dd className="break-anywhere">{user.name}</dd>
      {user.can('read', 'email') && (
        <>
          <dt>{FIELD_LABELS.email}</dt>
          <dd className="break-anywhere">{user.email}</dd>
        </>
      )}
      <dt>{FIELD_LABELS.role}</dt>
      <dd>
        <RoleBadge role={user.role} />
      </dd>
      <dt>{FIELD_LABELS.status}</dt>
      <dd>
        <StatusBadge status={user.status} />
      </dd>
    </dl>
    <div className="user-form-buttons">
      <span />
      <Button variant="default" data-autofocus onClick={onClose}>
        Close
      </Button>
    </div>
  </div>
);
