import { Text } from '@mantine/core';
import type { RoomVisit, SeenGesture } from '@myapp/client/realtime';
import type { Presence } from '@myapp/core/rooms';
import { IconPointerFilled } from '@tabler/icons-react';
import type { PointerEvent } from 'react';
import { isMe } from '../users/permissions';

interface PointerBoardProps {
  readonly visit: RoomVisit;
  readonly presence: readonly Presence[];
  readonly gestures: Readonly<Record<string, SeenGesture>>;
}

const share = (part: number, whole: number): number => Math.min(1, Math.max(0, part / whole));

const pointOf = ({ currentTarget, clientX, clientY }: PointerEvent) => {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return { x: share(clientX - left, width), y: share(clientY - top, height) };
};

/** Where everybody points: a surface that all in the room share. Nothing of it is needed to use the room. */
export const PointerBoard = ({ visit, presence, gestures }: PointerBoardProps) => {
  const others = presence.filter(({ userId }) => !isMe({ id: userId }));
  return (
    <div
      className="pointer-board"
      aria-hidden
      onPointerMove={(event) => visit.gesture({ pointer: pointOf(event) })}
      onPointerLeave={() => visit.gesture({ pointer: null })}
    >
      <Text size="sm" c="dimmed" className="pointer-board-hint">
        Move over this surface: everybody here sees where you point.
      </Text>
      {others.map(({ userId, name }) => {
        const pointer = gestures[userId]?.pointer;
        if (!pointer) return null;
        const style = { insetInlineStart: `${pointer.x * 100}%`, insetBlockStart: `${pointer.y * 100}%` };
        return (
          <div key={userId} className="pointer" style={style}>
            <IconPointerFilled size={16} />
            <span>{name}</span>
          </div>
        );
      })}
    </div>
  );
};
