import { User } from '@myapp/core/entities/user';

/** The ambient names of the block. */
export const recorded: { message: string; details: unknown }[] = [];
export const user = new User({ id: '7', name: 'Test', role: 'user' });

const auditLog = { record: (message: string, details: unknown) => recorded.push({ message, details }) };

// >>> block 12
// AI can add listeners without modifying core logic
user.on('role.changed', ({ value }) => {
  auditLog.record('Role changed', { userId: user.id, newRole: value });
});
// <<<
